package io.sharedconfig.follow;

import java.time.Clock;
import java.time.Duration;

import io.sharedconfig.SharedConfigException;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.MappingFaults;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.file.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * The shared file in which a document is staged, opened only when the master says that
 * there is one. Whatever is wrong with it is no problem of the configuration itself.
 * <p>
 * Confined to the poll thread.
 */
final class StagedFile {

	static final Duration EXPIRY = Duration.ofSeconds(60);

	private final String name;

	private final SharedFileReader reader;

	private final DocumentCodec codec;

	private final Clock clock;

	private long lastNumber;

	StagedFile(String name, SharedFileReader reader, DocumentCodec codec, Clock clock) {
		this.name = name;
		this.reader = reader;
		this.codec = codec;
		this.clock = clock;
	}

	/**
	 * Return what is staged.
	 * @param appliedOn the version it would follow, 0 if none
	 * @return {@code null} if there is nothing, or nothing new
	 */
	@Nullable Staged read(long appliedOn) {
		StoredVersion stored = stored();
		if (stored == null || stored.version() == this.lastNumber || isExpired(stored)) {
			return null;
		}
		this.lastNumber = stored.version();
		try {
			return new Staged(stored.version(), new DocumentSnapshot(this.name, appliedOn + 1, stored.publishedAtMs(),
					stored.meta(), this.codec.decode(stored.payload())), null);
		}
		catch (SharedConfigException ex) {
			return new Staged(stored.version(), null, "it cannot be read: " + ex.getMessage());
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			return new Staged(stored.version(), null, "it cannot be read: " + ex.getClass().getName());
		}
	}

	private @Nullable StoredVersion stored() {
		@Nullable StoredVersion[] found = new @Nullable StoredVersion[1];
		MappingFaults.survive(() -> {
			try {
				StoredRun run = this.reader.read();
				found[0] = (run != null) ? run.snapshot() : null; // one is staged as a
																	// whole
			}
			catch (SharedConfigException ex) {
				// who cannot read it gives no verdict
			}
			finally {
				this.reader.close();
			}
		});
		return found[0];
	}

	/*
	 * What a master left that died. Master and follower share the clock of the host.
	 */
	private boolean isExpired(StoredVersion stored) {
		return this.clock.millis() - stored.publishedAtMs() > EXPIRY.toMillis();
	}

}
