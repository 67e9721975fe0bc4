package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigException;
import io.sharedconfig.torture.FollowerCounts;
import io.sharedconfig.torture.SelfCheckingDocument;
import org.jspecify.annotations.Nullable;

/**
 * A follower process whose threads read the newest version again and again, with all
 * records that lead to it, from the mapping each time, and compare every byte. A read is
 * a copy that was not lapped; nothing else is counted as one. A version is backwards if
 * it is lower than the one before, or the same by another master, and not the first one
 * of another file.
 */
public final class HotReader {

	private static final int READS_PER_LOOK = 256;

	private static final long IDLE_NANOS = 50_000;

	private final Path file;

	private final boolean mayStartAnew;

	private final FollowerCounts counts = new FollowerCounts();

	private final SelfCheckingDocument document = new SelfCheckingDocument();

	private UUID fileId = new UUID(0, 0);

	private int master;

	private boolean another;

	private HotReader(Path file, boolean mayStartAnew) {
		this.file = file;
		this.mayStartAnew = mayStartAnew;
	}

	public static void main(String[] args) {
		Path file = Path.of(args[0], "shared", args[1] + ".scfg");
		boolean mayStartAnew = Boolean.parseBoolean(args[2]);
		// more threads than the machine can run at once: one that is stopped in the
		// middle
		// of a copy is lapped
		List<HotReader> readers = Stream.generate(() -> new HotReader(file, mayStartAnew))
			.limit(Math.max(2, Runtime.getRuntime().availableProcessors()))
			.toList();
		FollowerCounts.answer(readers.stream().map((reader) -> reader.counts).toList());
		readers.forEach((reader) -> new Thread(reader::run).start());
		System.out.println("@ready");
	}

	/**
	 * Return the version that a follower would see.
	 * @param directory the directory of the file
	 * @param name the configuration
	 * @return the version, 0 if there is none
	 */
	public static long lastVersion(Path directory, String name) {
		StoredRun version = new SharedFileReader(directory, name, Set.of()).read();
		return (version != null) ? version.version() : 0;
	}

	/**
	 * Return how often an arena of a file was entered that was in use before.
	 * @param directory the directory of the file
	 * @param name the configuration
	 * @return the number of times, 0 if there is no file
	 */
	public static long arenasReused(Path directory, String name) throws IOException {
		ExistingFile file = ExistingFile.open(directory.resolve(name + ".scfg"),
				new FileTrust(Set.of(), SharedDirectory.currentOwner()));
		long published = (file != null) ? file.region().getLongAcquire(SharedFileLayout.PUBLISHED_OFFSET) : 0;
		return (published > 0) ? Math.max(0, file.header().epoch(published) - 1) : 0;
	}

	private void run() {
		while (!Thread.currentThread().isInterrupted()) {
			openAndRead();
		}
	}

	private void openAndRead() {
		try {
			ExistingFile opened = ExistingFile.open(this.file, new FileTrust(Set.of(), SharedDirectory.currentOwner()));
			if (opened == null) {
				idle();
				return;
			}
			this.another = !opened.header().fileId().equals(this.fileId);
			this.fileId = opened.header().fileId();
			do {
				for (int read = 0; read < READS_PER_LOOK; read++) {
					readAll(opened);
				}
			}
			while (!opened.log().isMoved()
					&& !PathFacts.isAnother(this.file, opened.key(), opened.header().fileLengthBytes()));
		}
		catch (SharedConfigException ex) {
			this.counts.torn(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			this.counts.problem(ex);
		}
	}

	private void readAll(ExistingFile opened) {
		// knows nothing of what was read before, so it copies all
		RecordLog log = new RecordLog(this.file, opened.region(), opened.header());
		StoredRun version = log.read();
		if (version != null) {
			check(version);
		}
		else if (log.isMoved() || !log.hasNews()) {
			idle();
		}
		else {
			this.counts.lapped();
		}
	}

	private void idle() {
		this.counts.idle();
		LockSupport.parkNanos(IDLE_NANOS);
	}

	private void check(StoredRun version) {
		long before = this.counts.lastVersion();
		long now = version.version();
		int madeBy = SelfCheckingDocument.master(version.snapshot().payload());
		if (now < before || (now == before && madeBy != this.master)) {
			if (this.another && this.mayStartAnew) {
				this.counts.restarted();
			}
			else {
				this.counts.backwards(before, now);
			}
		}
		this.another = false;
		this.master = madeBy;
		this.counts.read(now, problem(version, madeBy));
		this.counts.changes(version.deltas().size());
	}

	private @Nullable String problem(StoredRun run, int madeBy) {
		String problem = this.document.problem(run.snapshot().version(), run.snapshot().payload());
		for (StoredDelta delta : run.deltas()) {
			if (problem == null) {
				problem = this.document.patchProblem(delta.version(), madeBy, delta.patch());
			}
		}
		return problem;
	}

}
