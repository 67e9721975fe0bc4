package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.plain.SharedConfigs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what publishing a whole document costs, and taking it over, by its size,
 * beside what nobody could leave out: serializing it, a CRC, and copying the bytes into a
 * mapping; copying them back, the CRC, parsing and flattening. Also the first step of
 * publishing, checking the document, and publishing with a backup.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PublishCost {

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(PublishCost.class.getName()).build()).run();
	}

	/**
	 * Serialize, compute a CRC, copy.
	 * @param published the document
	 */
	@Benchmark
	public void publishByHand(Published published) {
		published.byHand.copy(published.next());
	}

	/**
	 * Serialize and check the document, as the first step of each publishing.
	 * @param published the document
	 * @return the checked document
	 */
	@Benchmark
	public Document encode(Published published) {
		return published.codec.encode(published.next());
	}

	/**
	 * Publish the document without a backup.
	 * @param published the document
	 * @return the version
	 */
	@Benchmark
	public ConfigSnapshot publish(Published published) {
		return published.scene.publisher().publish(published.next());
	}

	/**
	 * Publish the document with a backup on a disk.
	 * @param published the document
	 * @return the version
	 */
	@Benchmark
	public ConfigSnapshot publishWithBackup(Published published) {
		return published.withBackup.publish(published.next());
	}

	/**
	 * Copy, compare the CRC, parse, flatten.
	 * @param toTake the document
	 * @return the properties
	 */
	@Benchmark
	public Map<String, Object> takeOverByHand(ToTake toTake) {
		return toTake.byHand.takeCopy();
	}

	/**
	 * Take over the document.
	 * @param toTake the document
	 * @return the version
	 */
	@Benchmark
	public ConfigSnapshot takeOver(ToTake toTake) {
		toTake.follower.refresh();
		ConfigSnapshot current = toTake.follower.current();
		if (current == null || current.version() != toTake.version) {
			throw new IllegalStateException("not taken over");
		}
		return current;
	}

	/**
	 * A master, and a document of which one value changes.
	 */
	@State(Scope.Benchmark)
	public static class Published {

		private static final int VALUE_LENGTH = 40;

		/**
		 * About how long the document is, in bytes.
		 */
		@Param({ "1024", "65536", "1048576" })
		public int length;

		private final Map<String, Object> content = new LinkedHashMap<>();

		final DocumentCodec codec = new DocumentCodec();

		Scene scene;

		ByHand byHand;

		SharedConfigPublisher withBackup;

		private Path disk;

		private int count;

		/**
		 * Open the publishers.
		 * @throws IOException if a file cannot be made
		 */
		@Setup(Level.Trial)
		public void open() throws IOException {
			for (int i = 0; i < this.length / (VALUE_LENGTH + 20); i++) {
				this.content.put("property-%06d".formatted(i), "x".repeat(VALUE_LENGTH));
			}
			this.scene = Scene.publish(next());
			this.byHand = new ByHand(this.scene.directory());
			this.disk = Files.createTempDirectory("publish-cost");
			this.withBackup = SharedConfigs.publisher(this.scene.directory(), "safe")
				.backup(this.disk)
				.size(2 << 20, 4 << 20)
				.open();
		}

		/**
		 * Close the publishers.
		 * @throws IOException if a directory cannot be deleted
		 */
		@TearDown(Level.Trial)
		public void close() throws IOException {
			this.withBackup.close();
			this.scene.close();
			FileSystemUtils.deleteRecursively(this.disk);
		}

		final Map<String, Object> next() {
			this.content.put("count", this.count++);
			return this.content;
		}

	}

	/**
	 * A follower, and a document that it has not taken over yet.
	 */
	@State(Scope.Benchmark)
	public static class ToTake {

		SharedConfigFollower follower;

		ByHand byHand;

		long version;

		/**
		 * Open the follower.
		 * @param published the master
		 */
		@Setup(Level.Trial)
		public void open(Published published) {
			this.byHand = published.byHand;
			this.follower = published.scene.follower().open();
		}

		/**
		 * Publish the next document in both ways.
		 * @param published the master
		 */
		@Setup(Level.Invocation)
		public void publish(Published published) {
			Map<String, Object> document = published.next();
			this.byHand.copy(document);
			this.version = published.scene.publisher().publish(document).version();
		}

		/**
		 * Close the follower.
		 */
		@TearDown(Level.Trial)
		public void close() {
			this.follower.close();
		}

	}

}
