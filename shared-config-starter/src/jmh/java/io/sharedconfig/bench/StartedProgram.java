package io.sharedconfig.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that {@link StartUp} starts.
 */
public final class StartedProgram {

	private StartedProgram() {
	}

	/**
	 * Read a property.
	 * @param args which property, how and where
	 * @throws IOException if it cannot be read
	 */
	public static void main(String[] args) throws IOException {
		long begin = System.nanoTime();
		Path path = Path.of(args[2]);
		Object value = switch (args[1]) {
			case "properties" -> ofProperties(path, args[0]);
			case "json" -> ofJson(path, args[0]);
			default -> followed(path, args[0]);
		};
		started(begin, args[0], value);
	}

	private static @Nullable Object ofProperties(Path path, String property) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(path)) {
			properties.load(reader);
		}
		return properties.getProperty(property);
	}

	private static @Nullable Object ofJson(Path path, String property) throws IOException {
		Object value = new JsonMapper().readValue(Files.readAllBytes(path), Map.class);
		for (String step : property.split("\\.")) {
			value = (value instanceof Map<?, ?> map) ? map.get(step) : null;
		}
		return value;
	}

	private static @Nullable Object followed(Path directory, String property) {
		SharedConfigFollower follower = SharedConfigs.follower(directory, Scene.NAME).open();
		ConfigSnapshot current = follower.current();
		return (current != null) ? current.property(property) : null;
	}

	/**
	 * Say when and after how long it was started, and how much of a processor that took;
	 * then wait to be ended.
	 */
	static void started(long begin, String property, @Nullable Object value) throws IOException {
		long end = System.nanoTime();
		if (value == null && !property.isEmpty()) {
			throw new IllegalStateException(property);
		}
		long processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
		System.out.println("started " + end + ' ' + (end - begin) + ' ' + processor);
		System.in.read();
		System.exit(0);
	}

}
