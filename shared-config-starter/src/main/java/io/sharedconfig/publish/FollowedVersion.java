package io.sharedconfig.publish;

import java.util.Set;

import io.sharedconfig.SharedConfigException;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.MappingFaults;
import io.sharedconfig.file.MasterSign;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.file.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * The newest version that the running master has published, for who waits to take its
 * place.
 * <p>
 * Confined to one thread, but for {@link #current()}, which is thread-safe.
 */
final class FollowedVersion {

	private final String name;

	private final SharedFileReader reader;

	private final DocumentLine line = new DocumentLine(new DocumentCodec());

	private volatile @Nullable DocumentSnapshot current;

	private boolean masterClosed;

	FollowedVersion(StoreOptions options) {
		this.name = options.name();
		this.reader = new SharedFileReader(options.directory(), options.name(), Set.of());
	}

	@Nullable DocumentSnapshot current() {
		return this.current;
	}

	/**
	 * Return its number, 0 if nothing was published yet. Thread-safe.
	 */
	long version() {
		DocumentSnapshot now = this.current;
		return (now != null) ? now.version() : 0;
	}

	/**
	 * Return whether the file says that its master has ended in an orderly way.
	 */
	boolean isMasterClosed() {
		return this.masterClosed;
	}

	/**
	 * Read what is new. What cannot be read is left alone: the last version stays, and
	 * whoever takes over says what is wrong with the file.
	 * @param lookAtPath whether to look for another file first
	 */
	void poll(boolean lookAtPath) {
		if (!MappingFaults.survive(() -> read(lookAtPath))) {
			this.reader.close();
		}
	}

	private void read(boolean lookAtPath) {
		try {
			if (lookAtPath) {
				this.reader.lookAtPath();
			}
			StoredRun stored = this.reader.hasNews() ? this.reader.read() : null;
			if (stored != null) {
				take(stored);
			}
			MasterSign sign = this.reader.sign();
			this.masterClosed = sign != null && !sign.active();
		}
		catch (SharedConfigException ex) {
			this.reader.close();
		}
	}

	private void take(StoredRun stored) {
		DocumentSnapshot next = Versions.read(this.name, stored, this.line);
		if (next != null) {
			this.current = next;
		}
		else if (stored.snapshot() == null) {
			this.reader.rewind(); // the next poll begins with the whole document
		}
	}

	void close() {
		this.reader.close();
	}

}
