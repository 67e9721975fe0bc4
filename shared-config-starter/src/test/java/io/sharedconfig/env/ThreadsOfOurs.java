package io.sharedconfig.env;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * The threads that followers have begun, to see that none is left.
 */
public final class ThreadsOfOurs {

	private final Set<Thread> before = now();

	private static Set<Thread> now() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("shared-config"))
			.collect(Collectors.toSet());
	}

	public int count() {
		Set<Thread> since = now();
		since.removeAll(this.before);
		return since.size();
	}

	public void awaitEnd() {
		await("end of all threads of ours").atMost(Duration.ofSeconds(10)).until(() -> count() == 0);
	}

}
