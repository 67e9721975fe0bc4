package io.sharedconfig.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.awaitility.core.ConditionTimeoutException;

import org.springframework.util.FileSystemUtils;

/**
 * Masters that are killed, one after the other, while two follower processes read: in
 * rounds of one scene each, until there were enough kills and reads. Leaves no process
 * and no file, unless it is killed itself by {@code kill -9}: then two directories.
 * <p>
 * As a program: {@code TortureRun <kills> <reads> <seed or 'random'>}.
 */
final class TortureRun implements AutoCloseable {

	private static final int KILLS_PER_ROUND = 14;

	private final Consumer<String> log;

	private final SplittableRandom random;

	private final TortureReport report = new TortureReport();

	private final Thread cleaner = new Thread(this::cleanUp, "torture-cleaner");

	private final List<Path> directories = new ArrayList<>();

	private TortureRound round;

	TortureRun(long seed, Consumer<String> log) {
		this.log = log;
		this.random = new SplittableRandom(seed);
		Runtime.getRuntime().addShutdownHook(this.cleaner);
	}

	public static void main(String[] args) throws Exception {
		long seed = "random".equals(args[2]) ? System.nanoTime() : Long.parseLong(args[2]);
		System.out.println("seed=" + seed);
		boolean failed;
		try (TortureRun run = new TortureRun(seed, System.out::println)) {
			TortureReport report = run.until(Long.parseLong(args[0]), Long.parseLong(args[1]));
			System.out.println(report);
			failed = !report.failures().isEmpty();
		}
		System.exit(failed ? 1 : 0);
	}

	/**
	 * Run rounds until there were enough kills and reads, or something failed.
	 */
	TortureReport until(long kills, long reads) throws IOException, InterruptedException {
		int rounds = 0;
		while (this.report.failures().isEmpty() && (rounds < TortureScene.values().length || this.report.kills() < kills
				|| this.report.reads() < reads)) {
			run(TortureScene.values()[rounds % TortureScene.values().length]);
			rounds++;
			this.log.accept(this.report.line());
		}
		return this.report;
	}

	private void run(TortureScene scene) throws IOException, InterruptedException {
		Path root = directory(memory());
		Path backup = directory(Path.of(System.getProperty("java.io.tmpdir")));
		try (TortureRound current = new TortureRound(scene, root, backup, this.random.split(), this.report)) {
			this.round = current;
			current.run(KILLS_PER_ROUND);
		}
		catch (AssertionError | ConditionTimeoutException ex) {
			this.report.fail(ex.toString());
		}
		finally {
			delete();
		}
	}

	private static Path memory() {
		Path memory = Path.of("/dev/shm");
		return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
	}

	private synchronized Path directory(Path parent) throws IOException {
		Path directory = Files.createTempDirectory(parent, "torture-of-shared-config-");
		this.directories.add(directory);
		return directory;
	}

	private synchronized void delete() throws IOException {
		for (Path directory : this.directories) {
			FileSystemUtils.deleteRecursively(directory);
		}
		this.directories.clear();
	}

	private void cleanUp() {
		try {
			TortureRound current = this.round;
			if (current != null) {
				current.close();
			}
			delete();
		}
		catch (IOException ex) {
			System.err.println("Not deleted: " + ex);
		}
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.cleaner);
		cleanUp();
	}

}
