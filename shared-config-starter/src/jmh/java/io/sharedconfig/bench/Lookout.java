package io.sharedconfig.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Looks at values without a break, but only while it is told to, and says when each
 * became what is expected.
 */
final class Lookout {

	private Lookout() {
	}

	/**
	 * Look until the input ends.
	 */
	static void run(List<Supplier<@Nullable String>> values) throws IOException {
		System.out.println("ready ");
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String expected = in.readLine(); expected != null; expected = in.readLine()) {
			System.out.println("looking ");
			long[] seenAt = new long[values.size()];
			for (int missing = values.size(); missing > 0;) {
				for (int i = 0; i < seenAt.length; i++) {
					if (seenAt[i] == 0 && expected.equals(values.get(i).get())) {
						seenAt[i] = System.nanoTime();
						missing--;
					}
				}
				// whoever has something to do goes first
				Thread.yield();
			}
			StringBuilder seen = new StringBuilder("seen");
			for (long nanos : seenAt) {
				seen.append(' ').append(nanos);
			}
			System.out.println(seen);
		}
	}

}
