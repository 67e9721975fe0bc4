package io.sharedconfig.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run has counted, and what went wrong.
 * <p>
 * Not thread-safe.
 */
final class TortureReport {

	private final Map<String, Long> counts = new LinkedHashMap<>();

	private final List<String> failures = new ArrayList<>();

	private final long beganNanos = System.nanoTime();

	void add(String name, long more) {
		this.counts.merge(name, more, Long::sum);
	}

	void fail(String failure) {
		this.failures.add(failure);
	}

	List<String> failures() {
		return this.failures;
	}

	long count(String name) {
		return this.counts.getOrDefault(name, 0L);
	}

	long kills() {
		return count("kills");
	}

	long reads() {
		return count("hot.reads") + count("hub.reads");
	}

	String line() {
		return "%d s: %s, %d failures".formatted((System.nanoTime() - this.beganNanos) / 1_000_000_000, this.counts,
				this.failures.size());
	}

	@Override
	public String toString() {
		return this.counts.entrySet()
			.stream()
			.map((count) -> "%-24s %,d".formatted(count.getKey(), count.getValue()))
			.collect(Collectors.joining("\n", "", "\n"))
				+ "%-24s %,d%n%-24s %s".formatted("seconds", (System.nanoTime() - this.beganNanos) / 1_000_000_000,
						"failures", this.failures);
	}

}
