package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Reads in loops while versions are published, and counts what was neither the last
 * version that was published nor one before it, and what was of two versions.
 */
final class TornReads {

	static final int DEFAULT = -1;

	private final AtomicInteger version = new AtomicInteger(1);

	private final AtomicBoolean stop = new AtomicBoolean();

	private final List<CompletableFuture<Counts>> readers = new ArrayList<>();

	/**
	 * Begin to read.
	 * @param read returns two members that are equal in each version: its number
	 */
	void read(Reader read) {
		CompletableFuture<Counts> counts = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				counts.complete(loop(read));
			}
			catch (Throwable ex) {
				counts.completeExceptionally(ex);
			}
		}, "torn-reads");
		thread.setDaemon(true);
		thread.start();
		this.readers.add(counts);
	}

	private Counts loop(Reader read) {
		int[] pair = new int[2];
		Counts counts = new Counts();
		int newest = 1;
		while (!this.stop.get()) {
			read.read(pair);
			int published = this.version.get();
			counts.reads++;
			for (int member : pair) {
				counts.foreign += (member == DEFAULT || member > published || member < 1) ? 1 : 0;
				counts.backwards += (member != DEFAULT && member < newest - 1) ? 1 : 0;
			}
			counts.mixed += (pair[0] != pair[1]) ? 1 : 0;
			newest = Math.max(newest, Math.max(pair[0], pair[1]));
		}
		return counts;
	}

	/**
	 * Publish versions and stop reading after the last.
	 */
	List<Counts> publish(int versions, IntConsumer publish) {
		try {
			for (int next = 2; next <= versions + 1; next++) {
				this.version.set(next);
				publish.accept(next);
			}
		}
		finally {
			this.stop.set(true);
		}
		return this.readers.stream().map(CompletableFuture::join).toList();
	}

	/**
	 * Reads a pair.
	 */
	@FunctionalInterface
	interface Reader {

		void read(int[] pair);

	}

	/**
	 * What one reader has seen.
	 */
	static final class Counts {

		long reads;

		long foreign;

		long backwards;

		long mixed;

		@Override
		public String toString() {
			return "%,d reads: %,d members neither old nor new, %,d older than before, %,d pairs of two versions"
				.formatted(this.reads, this.foreign, this.backwards, this.mixed);
		}

	}

}
