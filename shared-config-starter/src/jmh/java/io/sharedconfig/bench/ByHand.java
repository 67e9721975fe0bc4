package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import tools.jackson.databind.json.JsonMapper;

/**
 * The plainest alternatives: a document in a file that is replaced, and one in a mapping
 * of two processes that trust in luck. Either carries the whole document, and nothing of
 * it is checked.
 * <p>
 * Not thread-safe.
 */
final class ByHand {

	private static final int CAPACITY = 32 << 20;

	private final JsonMapper mapper = new JsonMapper();

	private final Path file;

	private final Path temporary;

	private final MappedByteBuffer mapping;

	private int length;

	private long crc;

	ByHand(Path directory) throws IOException {
		this.file = directory.resolve("by-hand.json");
		this.temporary = directory.resolve("by-hand.tmp");
		try (FileChannel channel = FileChannel.open(directory.resolve("by-hand.map"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			this.mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, CAPACITY);
		}
	}

	Path file() {
		return this.file;
	}

	/**
	 * Serialize, compute a CRC, copy.
	 */
	void copy(Object document) {
		byte[] bytes = this.mapper.writeValueAsBytes(document);
		this.crc = crc(bytes);
		this.mapping.put(0, bytes);
		this.length = bytes.length;
	}

	/**
	 * Copy back, compare the CRC, parse, flatten.
	 */
	Map<String, Object> takeCopy() {
		byte[] bytes = new byte[this.length];
		this.mapping.get(0, bytes);
		if (crc(bytes) != this.crc) {
			throw new IllegalStateException("CRC");
		}
		return flattened(bytes);
	}

	/**
	 * Serialize, write, rename.
	 */
	void write(Object document) throws IOException {
		Files.write(this.temporary, this.mapper.writeValueAsBytes(document));
		Files.move(this.temporary, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Read, parse, flatten.
	 */
	Map<String, Object> read() throws IOException {
		return flattened(Files.readAllBytes(this.file));
	}

	private Map<String, Object> flattened(byte[] bytes) {
		Map<String, Object> properties = new HashMap<>();
		flatten("", this.mapper.readValue(bytes, Map.class), properties);
		return properties;
	}

	private static void flatten(String name, Object value, Map<String, Object> properties) {
		if (value instanceof Map<?, ?> members) {
			members.forEach(
					(member, inner) -> flatten(name.isEmpty() ? "" + member : name + "." + member, inner, properties));
		}
		else if (value instanceof List<?> elements) {
			for (int i = 0; i < elements.size(); i++) {
				flatten(name + "[" + i + "]", elements.get(i), properties);
			}
		}
		else {
			properties.put(name, value);
		}
	}

	private static long crc(byte[] bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes);
		return crc.getValue();
	}

}
