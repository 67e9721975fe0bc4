package io.sharedconfig.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static io.sharedconfig.file.SharedFileLayout.HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.MAGIC;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATE_ACTIVE;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;

/**
 * The first bytes of a data file, read without mapping it.
 */
final class HeaderBytes {

	private HeaderBytes() {
	}

	/**
	 * Read the begin of a file.
	 * @param channel the file
	 * @param lengthBytes how many bytes
	 * @return the bytes, zeros where the file is shorter
	 * @throws IOException if it cannot be read
	 */
	static byte[] read(FileChannel channel, int lengthBytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(lengthBytes);
		while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
			continue;
		}
		return buffer.array();
	}

	static long getLong(byte[] bytes, int offset) {
		return ByteBuffer.wrap(bytes).order(BYTE_ORDER).getLong(offset);
	}

	/**
	 * Return the process that a data file names as its master.
	 * @param path the file
	 * @param system the system that this process runs on
	 * @return the process id, 0 when it is not known
	 */
	static long masterPid(Path path, HostSystem system) {
		try {
			PathFacts facts = PathFacts.of(path);
			if (facts == null || !facts.isFile()) {
				return 0;
			}
			byte[] header = Uninterrupted.call(() -> {
				try (FileChannel channel = FileChannel.open(path,
						Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
					return read(channel, HEADER_LENGTH);
				}
			});
			MappedRegion region = new MappedRegion(ByteBuffer.wrap(header));
			boolean active = region.getLong(MAGIC_OFFSET) == MAGIC && region.getInt(STATE_OFFSET) == STATE_ACTIVE;
			WriterIdentity writer = WriterIdentity.read(region);
			return (active && !writer.isGone(system)) ? writer.pid() : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
