package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.sharedconfig.ConfigSnapshot;
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
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what publishing a whole document costs, by its size, with and without a
 * backup, beside what nobody could leave out: serializing it, a CRC, and copying the
 * bytes into a mapping; and beside the first step of it, checking the document.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class PublishCost {

	private static final int VALUE_LENGTH = 40;

	/**
	 * About how long the document is, in bytes.
	 */
	@Param({ "1024", "65536", "1048576" })
	public int length;

	private final Map<String, Object> content = new LinkedHashMap<>();

	private final JsonMapper mapper = new JsonMapper();

	private final DocumentCodec codec = new DocumentCodec();

	private Path directory;

	private Path disk;

	private SharedConfigPublisher publisher;

	private SharedConfigPublisher withBackup;

	private MappedByteBuffer mapping;

	private int count;

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(PublishCost.class.getName()).build()).run();
	}

	/**
	 * Open the publishers.
	 * @throws IOException if a file cannot be made
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		Path memory = Path.of("/dev/shm");
		this.directory = (Files.isDirectory(memory)) ? Files.createTempDirectory(memory, "publish-cost")
				: Files.createTempDirectory("publish-cost");
		this.disk = Files.createTempDirectory("publish-cost");
		this.content.put("count", 0);
		for (int i = 0; i < this.length / (VALUE_LENGTH + 20); i++) {
			this.content.put("property-%06d".formatted(i), "x".repeat(VALUE_LENGTH));
		}
		this.publisher = SharedConfigs.publisher(this.directory, "plain").withoutBackup().size(2 << 20, 4 << 20).open();
		this.withBackup = SharedConfigs.publisher(this.directory, "safe")
			.backup(this.disk)
			.size(2 << 20, 4 << 20)
			.open();
		try (FileChannel channel = FileChannel.open(this.directory.resolve("by-hand"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			this.mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4 << 20);
		}
	}

	/**
	 * Close the publishers.
	 * @throws IOException if a directory cannot be deleted
	 */
	@TearDown(Level.Trial)
	public void end() throws IOException {
		this.publisher.close();
		this.withBackup.close();
		FileSystemUtils.deleteRecursively(this.directory);
		FileSystemUtils.deleteRecursively(this.disk);
	}

	private Map<String, Object> next() {
		this.content.put("count", this.count++);
		return this.content;
	}

	/**
	 * Serialize, compute a CRC, copy.
	 * @return the CRC
	 */
	@Benchmark
	public long byHand() {
		byte[] bytes = this.mapper.writeValueAsBytes(next());
		CRC32 crc = new CRC32();
		crc.update(bytes);
		this.mapping.put(0, bytes);
		return crc.getValue();
	}

	/**
	 * Serialize and check the document, as the first step of each publishing.
	 * @return the document
	 */
	@Benchmark
	public Document encode() {
		return this.codec.encode(next());
	}

	/**
	 * Publish the document without a backup.
	 * @return the version
	 */
	@Benchmark
	public ConfigSnapshot publish() {
		return this.publisher.publish(next());
	}

	/**
	 * Publish the document with a backup on a disk.
	 * @return the version
	 */
	@Benchmark
	public ConfigSnapshot publishWithBackup() {
		return this.withBackup.publish(next());
	}

}
