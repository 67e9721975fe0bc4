package io.sharedconfig.publish;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A master in a process of its own, that stands by if there is one already. It says when
 * it is the master, and publishes what it is told to.
 */
final class ChildPublisher {

	private ChildPublisher() {
	}

	static ChildJvm start(Path shared, Path backup) {
		return ChildJvm.start(ChildPublisher.class, shared, backup);
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		PublisherBuilder builder = SharedConfigs.publisher(Path.of(args[0]), "orders").standby();
		SharedConfigPublisher publisher = ((args.length > 1) ? builder.backup(Path.of(args[1]))
				: builder.withoutBackup())
			.open();
		System.out.println("began " + publisher.state());
		Thread watch = new Thread(() -> sayWhenActive(publisher));
		watch.setDaemon(true);
		watch.start();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null && !line.equals("close"); line = in.readLine()) {
			if (line.equals("state")) {
				System.out.println("state " + publisher.state());
				continue;
			}
			try {
				System.out.println("published " + publisher.publish(line).version());
			}
			catch (SharedConfigException ex) {
				System.out.println("refused " + ex.getMessage());
			}
		}
		publisher.close();
		System.out.println("closed");
	}

	private static void sayWhenActive(SharedConfigPublisher publisher) {
		while (publisher.state() == PublisherState.STANDBY) {
			Thread.onSpinWait();
			Thread.yield();
		}
		ConfigSnapshot current = publisher.current();
		System.out.println("%s at %d".formatted(publisher.state(), (current != null) ? current.version() : 0));
	}

}
