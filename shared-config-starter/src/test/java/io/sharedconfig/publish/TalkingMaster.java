package io.sharedconfig.publish;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A master in a process of its own that publishes every line of its standard input.
 */
public final class TalkingMaster {

	private TalkingMaster() {
	}

	public static void main(String[] args) throws IOException {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(Path.of(args[0]), "orders")
			.backup(Path.of(args[1]))
			.open()) {
			System.out.println("ready");
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				System.out.println("published " + publisher.publish(line).version());
			}
		}
		catch (MasterAlreadyRunningException ex) {
			System.out.println("refused " + ex.getMessage());
		}
	}

}
