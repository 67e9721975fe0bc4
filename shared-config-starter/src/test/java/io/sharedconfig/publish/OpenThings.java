package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.env.ThreadsOfOurs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads and files of ours that are open, to see that none is left.
 */
final class OpenThings {

	private final ThreadsOfOurs threads = new ThreadsOfOurs();

	/**
	 * Await the end of all threads of ours, and of all descriptors of files in a
	 * directory.
	 */
	void awaitEndBelow(Path directory) {
		this.threads.awaitEnd();
		Path descriptors = Path.of("/proc/self/fd");
		if (Files.exists(descriptors)) {
			await().untilAsserted(
					() -> assertThat(openFiles(descriptors)).noneMatch((file) -> file.contains(directory.toString())));
		}
	}

	private static List<String> openFiles(Path descriptors) throws IOException {
		List<String> files = new ArrayList<>();
		for (Path descriptor : Image.list(descriptors)) {
			try {
				files.add(Files.readSymbolicLink(descriptor).toString());
			}
			catch (IOException ex) {
				// closed meanwhile
			}
		}
		return files;
	}

}
