package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.file.SharedFileReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures a look at a shared file that finds nothing new, beside the look at a file's
 * time and at a field of this process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class IdlePoll {

	private Scene scene;

	private SharedFileReader reader;

	private volatile long version;

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(IdlePoll.class.getName()).build()).run();
	}

	/**
	 * Publish and read.
	 */
	@Setup(Level.Trial)
	public void open() {
		this.scene = Scene.publish(Map.of("key", "value"));
		this.reader = new SharedFileReader(this.scene.directory(), Scene.NAME, Set.of());
		this.reader.lookAtPath();
		this.reader.read();
	}

	/**
	 * Let go.
	 */
	@TearDown(Level.Trial)
	public void close() {
		this.reader.close();
		this.scene.close();
	}

	/**
	 * Read a volatile field.
	 * @return its value
	 */
	@Benchmark
	public long volatileField() {
		return this.version;
	}

	/**
	 * Ask the shared file.
	 * @return {@code false}
	 */
	@Benchmark
	public boolean sharedFile() {
		return this.reader.hasNews();
	}

	/**
	 * Ask when the file was modified.
	 * @return the time
	 * @throws IOException if the file cannot be asked
	 */
	@Benchmark
	public FileTime modifiedTime() throws IOException {
		return Files.getLastModifiedTime(this.reader.file());
	}

}
