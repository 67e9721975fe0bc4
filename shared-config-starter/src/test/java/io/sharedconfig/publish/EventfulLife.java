package io.sharedconfig.publish;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Supplier;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;

/**
 * Masters, one after the other, that make every kind of file a master can make. As a
 * program it is one that can be traced.
 */
public final class EventfulLife {

	private EventfulLife() {
	}

	public static void main(String[] args) throws IOException {
		Path shared = Path.of(args[0]);
		Path backup = Path.of(args[1]);
		PublisherBuilder builder = SharedConfigs.publisher(shared, "orders")
			.backup(backup)
			.permissions(args[2])
			.size(16 * 1024, 1024 * 1024);
		if (args.length > 3) {
			builder.group(args[3]);
		}
		live(builder::open, shared, backup);
		System.out.println("lived");
	}

	static void live(Supplier<? extends SharedConfigPublisher> master, Path shared, Path backup) throws IOException {
		try (SharedConfigPublisher publisher = master.get()) {
			for (int i = 0; i < 8; i++) {
				publisher.publish(Map.of("number", i, "text", "x".repeat(12_000)));
			}
			publisher.publish(Map.of("text", "y".repeat(40_000)));
		}
		damageHeader(shared.resolve("orders.scfg"));
		master.get().close();
		Files.writeString(backup.resolve("orders.history.jsonl"), "a line\n", StandardOpenOption.APPEND);
		Files.writeString(backup.resolve("orders.json"), "no document");
		master.get().close();
		Files.delete(shared.resolve("orders.scfg"));
		Files.delete(shared.resolve("orders.lock"));
		try (SharedConfigPublisher publisher = master.get()) {
			publisher.publish(Map.of("number", 9));
		}
	}

	/**
	 * Change the file's id, so that the header's checksum is wrong.
	 */
	static void damageHeader(Path file) throws IOException {
		try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
			data.seek(40);
			int idByte = data.read();
			data.seek(40);
			data.write(~idByte);
		}
	}

}
