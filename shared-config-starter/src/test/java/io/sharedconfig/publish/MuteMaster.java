package io.sharedconfig.publish;

import java.nio.file.Path;
import java.util.ArrayList;

import io.sharedconfig.file.WatchedHost;

/**
 * A master that is killed right after a version became visible, before it could ring.
 */
public final class MuteMaster {

	private MuteMaster() {
	}

	public static void main(String[] args) throws Exception {
		boolean[] dies = new boolean[1];
		MasterPublisher publisher = MasterPublisher.open(Recovered.options(Path.of(args[0]), null), null,
				Recovered.warningsTo(new ArrayList<>()), WatchedHost.watched((step) -> {
					if (dies[0] && step.kind().equals("STORE PUBLISHED")) {
						Runtime.getRuntime().halt(9);
					}
				}));
		publisher.publish("{\"n\":1}");
		System.out.println("published");
		System.in.read();
		dies[0] = true;
		publisher.publish("{\"n\":2}");
	}

}
