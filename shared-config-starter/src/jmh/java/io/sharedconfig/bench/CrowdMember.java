package io.sharedconfig.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A process of {@link CrowdCost} without Spring, with any number of followers.
 */
public final class CrowdMember {

	private CrowdMember() {
	}

	/**
	 * Follow until this process is ended.
	 * @param args the way, the directory, how many followers, and whether they hear the
	 * doorbell
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[1]);
		List<SharedConfigFollower> followers = new ArrayList<>();
		switch (args[0]) {
			case "followed" -> {
				boolean doorbell = Boolean.parseBoolean(args[3]);
				for (int i = 0; i < Integer.parseInt(args[2]); i++) {
					followers.add(SharedConfigs.follower(directory, Scene.NAME).doorbell(doorbell).open());
				}
			}
			case "watched" -> Watcher.watched(directory);
			case "polled" -> Watcher.polled(directory, Duration.ofMillis(100));
			default -> {
				// nothing to follow
			}
		}
		System.out.println("started ");
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (in.readLine() != null) {
			long version = followers.stream().mapToLong(CrowdMember::version).min().orElse(0);
			System.gc();
			Runtime runtime = Runtime.getRuntime();
			System.out.println("state " + version + ' ' + (runtime.totalMemory() - runtime.freeMemory()));
		}
		System.exit(0);
	}

	private static long version(SharedConfigFollower follower) {
		ConfigSnapshot current = follower.current();
		return (current != null) ? current.version() : 0;
	}

}
