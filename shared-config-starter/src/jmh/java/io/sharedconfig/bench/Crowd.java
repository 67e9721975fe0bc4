package io.sharedconfig.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sharedconfig.plain.SharedConfigs;

/**
 * The other processes of {@link RolloutCost}: a number of followers, or a master.
 */
public final class Crowd {

	static final String NAME = "bench";

	private Crowd() {
	}

	/**
	 * Follow or publish until this process is ended.
	 * @param args what to do and the directory; then how many followers there are and
	 * their poll interval
	 * @throws Exception if it cannot be done
	 */
	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[1]);
		List<AutoCloseable> opened = new ArrayList<>();
		if (args[0].equals("publish")) {
			var publisher = SharedConfigs.publisher(directory, NAME).withoutBackup().open();
			publisher.publish(Map.of("value", 1));
			opened.add(publisher);
		}
		else {
			for (int i = 0; i < Integer.parseInt(args[2]); i++) {
				opened.add(
						SharedConfigs.follower(directory, NAME).pollInterval(Duration.parse(args[3])).open());
			}
		}
		System.out.println("ready");
		Thread.currentThread().join();
		opened.clear();
	}

}
