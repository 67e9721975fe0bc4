package io.sharedconfig.bench;

import java.util.Arrays;

/**
 * Durations, in nanoseconds.
 * <p>
 * Not thread-safe.
 */
final class Times {

	private long[] nanos = new long[64];

	private int count;

	void add(long duration) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, this.count * 2);
		}
		this.nanos[this.count++] = duration;
	}

	int count() {
		return this.count;
	}

	long sum() {
		return Arrays.stream(this.nanos, 0, this.count).sum();
	}

	double medianMicros() {
		return micros(50);
	}

	double micros(int percent) {
		if (this.count == 0) {
			return Double.NaN;
		}
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		return sorted[Math.min(this.count - 1, this.count * percent / 100)] / 1e3;
	}

	double millis(int percent) {
		return micros(percent) / 1e3;
	}

}
