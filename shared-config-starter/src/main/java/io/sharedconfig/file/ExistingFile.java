package io.sharedconfig.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_LENGTH;

/**
 * A data file that was opened for reading, checked and mapped.
 * <p>
 * Not thread-safe; for one reading thread.
 *
 * @param key what tells the file from any other
 * @param header its header
 * @param region its bytes
 * @param start the part of them that is written once
 * @param log its records
 */
record ExistingFile(Object key, FileHeader header, MappedRegion region, byte[] start, RecordLog log) {

	/*
	 * The error of a truncated mapping may come to the thread that touched it as late as
	 * here, and even in the close of a channel, which then stays open for ever. A thread
	 * that has never touched a mapping gets none (docs/decisions/0003).
	 */
	private static final String OPENING_THREAD = "shared-config-open";

	/**
	 * Open and check a file.
	 * @param path the file
	 * @param trust whose file is believed
	 * @return the file, {@code null} if there is none, it is being created, or was
	 * replaced meanwhile
	 * @throws IOException if it cannot be opened
	 * @throws CorruptFileException if it contradicts itself
	 * @throws IncompatibleFileException if it is of a format that this release does not
	 * read
	 * @throws UntrustedFileException if somebody else could have written it
	 */
	static @Nullable ExistingFile open(Path path, FileTrust trust) throws IOException {
		PathFacts facts = PathFacts.of(path);
		if (facts == null) {
			return null;
		}
		trust.requireFile(path, facts);
		MappedRegion region = Uninterrupted.<@Nullable MappedRegion>callOnOwnThread(OPENING_THREAD, () -> map(path));
		if (region == null || !facts.key().equals(PathFacts.keyOf(path))) {
			return null;
		}
		// pairs with the release store of the magic in SharedFileWriter.complete()
		if (region.getLongAcquire(MAGIC_OFFSET) == 0) {
			return null;
		}
		byte[] start = region.getBytes(0, STATIC_LENGTH);
		FileHeader header = FileHeader.parse(path, start, region.lengthBytes());
		return new ExistingFile(facts.key(), header, region, start, new RecordLog(path, region, header));
	}

	/**
	 * Map a file whose length and header make sense. The header is looked at before, for
	 * a mapping stays until it is collected. Reads by the channel alone: see
	 * {@link #OPENING_THREAD}.
	 */
	private static @Nullable MappedRegion map(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
			long lengthBytes = channel.size();
			if (lengthBytes < HEADER_LENGTH || lengthBytes > Integer.MAX_VALUE) {
				throw new CorruptFileException(path, "fileLengthBytes expected=%d to %d found=%d"
					.formatted(HEADER_LENGTH, Integer.MAX_VALUE, lengthBytes));
			}
			byte[] start = HeaderBytes.read(channel, STATIC_LENGTH);
			if (HeaderBytes.getLong(start, MAGIC_OFFSET) == 0) {
				return null;
			}
			FileHeader.parse(path, start, lengthBytes);
			return MappedRegion.map(channel, MapMode.READ_ONLY, lengthBytes);
		}
	}

}
