package io.sharedconfig.file;

import java.io.IOException;
import java.time.Clock;

import io.sharedconfig.StorageException;
import io.sharedconfig.file.SharedFileCreator.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * The data file that a master writes to at the moment, and how another one takes its
 * place.
 * <p>
 * Not thread-safe, except that {@link #beat()} and {@link #ring()} may each be called by
 * a thread of its own; one per store.
 */
final class DataFile {

	private static final int MAX_ATTEMPTS = 3;

	private final StoreFiles files;

	private final StoreOptions options;

	private final HostSystem system;

	private final Clock clock;

	private final SharedFileCreator creator;

	private volatile @Nullable SharedFileWriter writer;

	private volatile @Nullable Object key;

	DataFile(StoreFiles files, StoreOptions options, HostSystem system, Clock clock) {
		this.files = files;
		this.options = options;
		this.system = system;
		this.clock = clock;
		this.creator = new SharedFileCreator(files, options);
	}

	/**
	 * Return what writes to the file.
	 * @return the writer, {@code null} before there is a file
	 */
	@Nullable SharedFileWriter writer() {
		return this.writer;
	}

	/**
	 * Go on in a file that nobody else can write to any more.
	 * @param adopted its writer
	 * @throws IOException if it cannot be done
	 */
	void adopt(SharedFileWriter adopted) throws IOException {
		this.creator.applyAccess(this.files.data());
		adopted.takeOver(WriterIdentity.current(this.system), adopted.writerEpoch() + 1, this.clock.millis());
		adopted.beat();
		use(adopted);
	}

	/**
	 * Put a new file in place of whatever is there.
	 * @param version what it holds, {@code null} for nothing
	 * @param commit what must have succeeded before followers see it
	 * @param before the writer of the file that is there, {@code null} if that is not
	 * written to any more
	 * @param keep whether to keep what is there under another name
	 * @throws StorageException if it cannot be done; what was there is still there
	 */
	void replace(@Nullable NewVersion version, CommitOnce commit, @Nullable SharedFileWriter before, boolean keep) {
		for (int attempt = 1;; attempt++) {
			try {
				tryReplace(version, commit, before, keep);
				return;
			}
			catch (IOException | InternalError ex) {
				// the error of a store into the lost file may come as late as here
				if (attempt == MAX_ATTEMPTS) {
					throw new StorageException("replace", this.files.data(), ex.toString(), ex, commit.isDone());
				}
			}
		}
	}

	private void tryReplace(@Nullable NewVersion version, CommitOnce commit, @Nullable SharedFileWriter before,
			boolean keep) throws IOException {
		SharedFileWriter current = this.writer;
		long epoch = epochAfter(before);
		long heartbeat = (before != null) ? before.heartbeat() + 1 : 1;
		FileHeader header = FileHeader.forPayload(payloadFor(version, before), this.clock.millis());
		NewFile file = this.creator.create(header, version, (writer) -> {
			writer.takeOver(WriterIdentity.current(this.system), epoch, this.clock.millis());
			writer.startHeartbeatAt(heartbeat);
		});
		try {
			commit.commit();
			this.creator.install(file, keep, this.clock.instant());
		}
		catch (IOException | RuntimeException | Error ex) {
			this.creator.discard(file);
			throw ex;
		}
		use(file.writer());
		if (before != null) {
			before.retire(epoch);
			before.close();
		}
		else if (current != null) {
			current.close();
		}
	}

	private long epochAfter(@Nullable SharedFileWriter before) {
		SharedFileWriter current = this.writer;
		if (before != null && before != current) {
			return before.writerEpoch() + 1; // a takeover
		}
		return (current != null) ? current.writerEpoch() : 1;
	}

	private int payloadFor(@Nullable NewVersion version, @Nullable SharedFileWriter before) {
		int payload = (before != null) ? before.header().maxPayload() : this.options.initialPayloadBytes();
		int needed = (version != null) ? version.documentLengthBytes() : 0;
		while (payload < needed) {
			payload = Math.multiplyExact(2, payload);
		}
		return Math.max(needed, Math.min(payload, this.options.maxPayloadBytes()));
	}

	private void use(SharedFileWriter next) throws IOException {
		this.writer = next;
		this.key = PathFacts.keyOf(this.files.data());
	}

	/**
	 * Return whether the path still leads to the file.
	 * @return {@code false} if it was removed or replaced
	 * @throws IOException if it cannot be known
	 */
	boolean isInPlace() throws IOException {
		Object found = PathFacts.keyOf(this.files.data());
		return found != null && found.equals(this.key);
	}

	/**
	 * Move the heartbeat.
	 */
	void beat() {
		SharedFileWriter current = this.writer;
		if (current != null) {
			current.beat();
		}
	}

	/**
	 * Let followers hear that there is something new. That it is not heard is no matter:
	 * they look by time, too.
	 */
	void ring() {
		SharedFileWriter current = this.writer;
		try {
			if (current != null) {
				current.touch();
			}
		}
		catch (IOException | RuntimeException ex) {
			// a dropped ring makes a version a second late
		}
	}

	/**
	 * Let go of the file.
	 * @param inOrder whether to say that nobody writes to it any more
	 * @throws IOException if it cannot be done
	 */
	void close(boolean inOrder) throws IOException {
		SharedFileWriter current = this.writer;
		this.writer = null;
		if (current != null) {
			try (current) {
				if (inOrder) {
					current.markClosed();
				}
			}
		}
	}

}
