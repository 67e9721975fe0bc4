package io.sharedconfig.publish;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.sharedconfig.file.WatchedHost.Step;
import io.sharedconfig.publish.Image.Content;
import org.jspecify.annotations.Nullable;

/**
 * What a disk holds after a power cut, at the least: of each file what was there when it
 * was synced last.
 */
final class PowerCut {

	private final Map<Object, byte[]> synced = new HashMap<>();

	private Map<String, Content> syncedNames = Map.of();

	void begin(@Nullable Image image) {
		if (image != null) {
			image.files().values().forEach((file) -> this.synced.put(file.key(), file.bytes()));
			this.syncedNames = image.files();
		}
	}

	void after(Step step, @Nullable Image image) {
		if (image == null) {
			return;
		}
		Content file = image.files().get(step.path().getFileName().toString());
		if (file != null && step.effect().equals("CREATE_FILE")) {
			this.synced.remove(file.key()); // the number of an earlier file is used again
		}
		if (file != null && step.effect().equals("SYNC")) {
			this.synced.put(file.key(), file.bytes());
		}
		if (step.effect().equals("SYNC_DIRECTORY")) {
			this.syncedNames = image.files();
		}
	}

	/**
	 * Return what is there when the system happened to write the directory.
	 */
	Image withNamesOf(Image image) {
		return withSyncedBytes(image, image.files());
	}

	/**
	 * Return what is there when the directory was written when it was synced.
	 */
	Image withSyncedNames(Image image) {
		return withSyncedBytes(image, this.syncedNames);
	}

	private Image withSyncedBytes(Image image, Map<String, Content> names) {
		Map<String, Content> files = new LinkedHashMap<>();
		names.forEach(
				(name, file) -> files.put(name, file.withBytes(this.synced.getOrDefault(file.key(), new byte[0]))));
		return new Image(image.access(), files);
	}

}
