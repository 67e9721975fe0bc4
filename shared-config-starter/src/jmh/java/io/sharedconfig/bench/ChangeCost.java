package io.sharedconfig.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;

/**
 * Measures what it costs to publish a change and to take it over, by the size of the
 * document and of the change, beside the plainest alternatives in the same rounds.
 * <p>
 * The follower is of this process and polls when it is told to. A poll that finds nothing
 * is measured as well: it is the way from the asking thread to the one that polls, and
 * back, which a follower that polls by time does not go.
 */
public final class ChangeCost {

	private static final String SAME = "1 key, always the same, `set()`";

	private static final String ONE = "1 key, another each time, `set()`";

	private static final String HEAP_SAME = "heap map: put the same key each time; get it";

	private static final String HEAP_ONE = "heap map: put another key each time; get it";

	private static final String WHOLE_ALL = "all keys, `publish(map)`";

	private static final String NOTHING = "a `refresh()` that finds nothing";

	private static final String MAPPED = "by hand: serialize, CRC, copy; copy, CRC, parse, flatten";

	private static final String ALL_SIZES = "10,100,1000,10000,100000";

	private static final int WARM_UP_ROUNDS = 2;

	private static final int ROUNDS = 5;

	private static final long BUDGET_NANOS = 100_000_000;

	private static final int MOST_REPETITIONS = 1_000;

	private ChangeCost() {
	}

	/**
	 * Measure and print a table.
	 * @param args not used; the system property {@code bench.sizes} says how many
	 * properties there are, separated by commas
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		String sizes = System.getProperty("bench.sizes", "");
		List<Sized> all = new ArrayList<>();
		try {
			for (String size : (sizes.isEmpty() ? ALL_SIZES : sizes).split(",")) {
				all.add(new Sized(Integer.parseInt(size)));
			}
			for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
				for (Sized sized : all) {
					sized.round(round >= 0);
				}
			}
			System.out.printf("%nMicroseconds: the median of the medians of %d rounds, and the mean of all.%n%n", ROUNDS);
			Table table = new Table("properties", "change", "publish", "mean", "take over", "mean", "times");
			all.forEach((sized) -> sized.addTo(table));
			table.print();
			ratios(all);
		}
		finally {
			all.forEach(Sized::close);
		}
	}

	private static void ratios(List<Sized> all) {
		Sized last = all.get(all.size() - 1);
		List<Sized> large = all.stream().filter((sized) -> sized.content.size() >= 1_000).toList();
		Table spread = new Table("slowest size / fastest, from 1,000", "publish", "take over",
				"less the way between threads");
		Table whole = new Table("all of %,d / 1 key".formatted(last.content.size()), "publish", "take over",
				"less the way between threads");
		for (String one : List.of(SAME, ONE)) {
			spread.add(one, spread(large, (sized) -> sized.row(one).publish()),
					spread(large, (sized) -> sized.row(one).takeOver()),
					spread(large, (sized) -> sized.takeOverAlone(one)));
			whole.add(one, last.row(WHOLE_ALL).publish() / last.row(one).publish(),
					last.row(WHOLE_ALL).takeOver() / last.row(one).takeOver(),
					last.takeOverAlone(WHOLE_ALL) / last.takeOverAlone(one));
		}
		// of another key each time nothing is in the processor's caches, whoever looks for it
		for (String heap : List.of(HEAP_SAME, HEAP_ONE)) {
			spread.add(heap, spread(large, (sized) -> sized.row(heap).publish()),
					spread(large, (sized) -> sized.row(heap).takeOver()), Double.NaN);
		}
		spread.print();
		whole.print();
		Table byHand = new Table("all keys, `publish(map)` / by hand", "publish", "take over",
				"less the way between threads");
		for (Sized sized : all) {
			byHand.add("%,d".formatted(sized.content.size()),
					sized.row(WHOLE_ALL).publish() / sized.row(MAPPED).publish(),
					sized.row(WHOLE_ALL).takeOver() / sized.row(MAPPED).takeOver(),
					sized.takeOverAlone(WHOLE_ALL) / sized.row(MAPPED).takeOver());
		}
		byHand.print();
	}

	private static double spread(List<Sized> all, ToDoubleFunction<Sized> value) {
		DoubleSummaryStatistics values = all.stream().mapToDouble(value).summaryStatistics();
		return values.getMax() / values.getMin();
	}

	/**
	 * All ways for one size.
	 */
	private static final class Sized implements AutoCloseable {

		private final Content content;

		private final Scene scene;

		private final SharedConfigFollower follower;

		private final ByHand byHand;

		private final Map<String, Object> heap = new ConcurrentHashMap<>();

		private Map.Entry<String, Object> changed = Map.entry("", "");

		private final Map<String, Row> rows = new LinkedHashMap<>();

		private int seen;

		Sized(int size) throws IOException {
			this.content = new Content(size);
			this.scene = Scene.publish(this.content.tree());
			this.follower = this.scene.follower().open();
			this.byHand = new ByHand(this.scene.directory());
			for (int i = 0; i < size; i++) {
				this.heap.put(Content.name(i), "value " + i);
			}
		}

		void round(boolean counts) throws IOException {
			change(SAME, counts, this.content::changeSame, this::set);
			for (int keys : new int[] { 1, 10, 100, this.content.size() }) {
				if (keys < this.content.size()) {
					change((keys == 1) ? ONE : keys + " keys, `set()`", keys, counts, this::set);
				}
			}
			change("all keys, `set()`", this.content.size(), counts, this::set);
			change("1 key, `publish(map)`", 1, counts, this::publish);
			change(WHOLE_ALL, this.content.size(), counts, this::publish);
			measure(NOTHING, counts, () -> {
			}, () -> {
			}, this.follower::refresh);
			int all = this.content.size();
			measure(MAPPED, counts, () -> this.content.change(all), () -> this.byHand.copy(this.content.tree()),
					() -> keep(this.byHand.takeCopy()));
			measure("file: serialize, write, rename; read, parse, flatten", counts, () -> this.content.change(all),
					() -> this.byHand.write(this.content.tree()), () -> keep(this.byHand.read()));
			heap(HEAP_SAME, counts, this.content::changeSame);
			heap(HEAP_ONE, counts, () -> this.content.change(1));
		}

		private void heap(String what, boolean counts, Supplier<Map<String, Object>> edit) throws IOException {
			measure(what, counts, () -> this.changed = edit.get().entrySet().iterator().next(),
					() -> this.heap.put(this.changed.getKey(), this.changed.getValue()),
					() -> keep(this.heap.get(this.changed.getKey())));
		}

		private void change(String what, int keys, boolean counts, Publishing publishing) throws IOException {
			change(what, counts, () -> this.content.change(keys), publishing);
		}

		private void change(String what, boolean counts, Supplier<Map<String, Object>> edit, Publishing publishing)
				throws IOException {
			Map<String, Object> changed = new LinkedHashMap<>();
			measure(what, counts, () -> {
				if (!changed.isEmpty()) {
					verify(changed);
				}
				changed.clear();
				changed.putAll(edit.get());
			}, () -> publishing.publish(changed), this.follower::refresh);
			verify(changed);
		}

		private void set(Map<String, Object> changed) {
			ConfigChange change = this.scene.publisher().change();
			changed.forEach(change::set);
			change.publish();
		}

		private void publish(Map<String, Object> changed) {
			this.scene.publisher().publish(this.content.tree());
		}

		private void verify(Map<String, Object> changed) {
			ConfigSnapshot current = this.follower.current();
			changed.forEach((name, value) -> {
				if (current == null || !value.equals(current.property(name))) {
					throw new IllegalStateException("not taken over: " + name);
				}
			});
		}

		private void keep(Object result) {
			this.seen += System.identityHashCode(result) & 1;
		}

		private void measure(String what, boolean counts, Step before, Step publish, Step takeOver)
				throws IOException {
			Times publishes = new Times();
			Times takeOvers = new Times();
			long spent = 0;
			// the first change after a whole document makes its tree: not what is measured
			before.run();
			publish.run();
			takeOver.run();
			while (spent < BUDGET_NANOS && publishes.count() < MOST_REPETITIONS || publishes.count() < 3) {
				before.run();
				long begin = System.nanoTime();
				publish.run();
				long published = System.nanoTime();
				takeOver.run();
				long taken = System.nanoTime();
				publishes.add(published - begin);
				takeOvers.add(taken - published);
				spent += taken - begin;
			}
			Row row = this.rows.computeIfAbsent(what, (name) -> new Row());
			if (counts) {
				row.publishes.add((long) (publishes.medianMicros() * 1e3));
				row.takeOvers.add((long) (takeOvers.medianMicros() * 1e3));
				row.repeated += publishes.count();
				row.publishNanos += publishes.sum();
				row.takeOverNanos += takeOvers.sum();
			}
		}

		Row row(String what) {
			Row row = this.rows.get(what);
			if (row == null) {
				throw new IllegalStateException(what);
			}
			return row;
		}

		double takeOverAlone(String what) {
			return row(what).takeOver() - row(NOTHING).takeOver();
		}

		void addTo(Table table) {
			this.rows.forEach((what, row) -> table.add("%,d".formatted(this.content.size()), what, row.publish(),
					row.mean(row.publishNanos), row.takeOver(), row.mean(row.takeOverNanos), row.repeated));
		}

		@Override
		public void close() {
			this.follower.close();
			this.scene.close();
		}

	}

	/**
	 * What was measured for one way.
	 */
	private static final class Row {

		private final Times publishes = new Times();

		private final Times takeOvers = new Times();

		private int repeated;

		private long publishNanos;

		private long takeOverNanos;

		double mean(long nanos) {
			return nanos / 1e3 / this.repeated;
		}

		double publish() {
			return this.publishes.medianMicros();
		}

		double takeOver() {
			return this.takeOvers.medianMicros();
		}

	}

	private interface Publishing {

		void publish(Map<String, Object> changed);

	}

	private interface Step {

		void run() throws IOException;

	}

}
