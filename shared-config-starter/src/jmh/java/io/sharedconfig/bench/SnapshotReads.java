package io.sharedconfig.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;
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

/**
 * Measures what a read of a version costs, of 10,000 properties in random order, after a
 * number of changes were taken over; and, in the same run, the same of a {@link HashMap}
 * of texts. The names are other objects than those in either map, as they are in a
 * program.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class SnapshotReads {

	private static final int PROPERTIES = 10_000;

	private static final int ASKED = 1 << 12;

	/**
	 * How many versions with one changed key the follower has taken over.
	 */
	@Param({ "0", "1000" })
	public int changes;

	private final String[] hits = new String[ASKED];

	private final String[] misses = new String[ASKED];

	private Scene scene;

	private SharedConfigFollower follower;

	private ConfigSnapshot snapshot;

	private Map<String, String> map;

	private int next;

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(SnapshotReads.class.getName()).build()).run();
	}

	/**
	 * Publish, change and take over.
	 */
	@Setup(Level.Trial)
	public void open() {
		Content content = new Content(PROPERTIES);
		this.scene = Scene.publish(content.tree());
		this.follower = this.scene.follower().open();
		for (int i = 0; i < this.changes; i++) {
			content.change(1).forEach((name, value) -> this.scene.publisher().change().set(name, value).publish());
			this.follower.refresh();
		}
		this.snapshot = this.follower.current();
		this.map = new HashMap<>();
		this.snapshot.properties().forEach((name, value) -> this.map.put(name, value.toString()));
		List<Integer> order = Arrays.asList(new Random(7).ints(ASKED, 0, PROPERTIES).boxed().toArray(Integer[]::new));
		Collections.shuffle(order, new Random(8));
		for (int i = 0; i < ASKED; i++) {
			this.hits[i] = Content.name(order.get(i));
			this.misses[i] = this.hits[i] + "x";
		}
	}

	/**
	 * Let go.
	 */
	@TearDown(Level.Trial)
	public void close() {
		this.follower.close();
		this.scene.close();
	}

	private int next() {
		this.next = (this.next + 1) & (ASKED - 1);
		return this.next;
	}

	/**
	 * Read a property from the map.
	 * @return the value
	 */
	@Benchmark
	public @Nullable String hitInMap() {
		return this.map.get(this.hits[next()]);
	}

	/**
	 * Read a property from a version.
	 * @return the value
	 */
	@Benchmark
	public @Nullable String hitInSnapshot() {
		return this.snapshot.property(this.hits[next()]);
	}

	/**
	 * Read a property from the version that is applied.
	 * @return the value
	 */
	@Benchmark
	public @Nullable String hitInCurrent() {
		ConfigSnapshot current = this.follower.current();
		return (current != null) ? current.property(this.hits[next()]) : null;
	}

	/**
	 * Look for a property that is not in the map.
	 * @return {@code null}
	 */
	@Benchmark
	public @Nullable String missInMap() {
		return this.map.get(this.misses[next()]);
	}

	/**
	 * Look for a property that is not in a version.
	 * @return {@code null}
	 */
	@Benchmark
	public @Nullable String missInSnapshot() {
		return this.snapshot.property(this.misses[next()]);
	}

}
