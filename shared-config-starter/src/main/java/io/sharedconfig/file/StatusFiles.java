package io.sharedconfig.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The status files of all followers, as the master reads them. Whoever follows may put
 * anything there, so only regular files of a bounded length are opened, no link is
 * followed, and a process id means nothing: a follower lives as long as its lock is held.
 * <p>
 * Not thread-safe. To be used by a thread that can be given up: what was a file when it
 * was looked at may be a pipe when it is opened.
 *
 * @since 1.0.0
 */
public final class StatusFiles {

	static final String LOCK = ".lock";

	static final String STATUS = ".json";

	static final String TEMPORARY = ".tmp";

	/**
	 * The longest status that is read.
	 */
	static final int MAX_LENGTH_BYTES = 64 * 1024;

	/**
	 * The most files that are looked at.
	 */
	static final int MAX_FILES = 20_000;

	/**
	 * How long the files of a follower that is gone are kept.
	 */
	static final Duration KEPT = Duration.ofMinutes(10);

	private static final Pattern NAME = Pattern
		.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(~?\\.lock|~?\\.json)(\\.tmp)?");

	private final Path directory;

	private final StoreHost host;

	private final Map<Path, Instant> unusedSince = new HashMap<>();

	private int skipped;

	/**
	 * Create the view of a master.
	 * @param options how the master keeps its file
	 * @param host what it runs on
	 */
	public StatusFiles(StoreOptions options, StoreHost host) {
		this.directory = FollowersDirectory.of(options.directory(), options.name());
		this.host = host;
	}

	/**
	 * Return the status of each follower that lives, and delete what those that are gone
	 * have left ten minutes ago.
	 * @return the statuses, in no order
	 * @throws IOException if the directory cannot be read
	 */
	public List<Status> read() throws IOException {
		this.skipped = 0;
		List<Status> alive = new ArrayList<>();
		Set<Path> unused = new HashSet<>();
		Map<String, Set<Path>> files = list(unused);
		files.forEach((id, paths) -> {
			if (isAlive(this.directory.resolve(id + LOCK))) {
				Status status = status(id);
				if (status != null) {
					alive.add(status);
				}
			}
			else {
				unused.addAll(paths);
			}
		});
		forget(unused);
		return alive;
	}

	/**
	 * Return how many files were not understood in the last {@link #read()}.
	 * @return the number of files
	 */
	public int skipped() {
		return this.skipped;
	}

	/**
	 * Note that what a file says is not understood.
	 */
	public void skip() {
		this.skipped++;
	}

	private Map<String, Set<Path>> list(Set<Path> temporary) throws IOException {
		Map<String, Set<Path>> files = new HashMap<>();
		int left = MAX_FILES;
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.directory)) {
			for (Path path : stream) {
				if (left-- == 0) {
					skip();
					break;
				}
				Matcher name = NAME.matcher(path.getFileName().toString());
				if (!name.matches()) {
					skip();
				}
				else if (name.group(3) != null) {
					temporary.add(path); // nobody takes ten minutes to write one
				}
				else {
					files.computeIfAbsent(name.group(1), (id) -> new HashSet<>()).add(path);
				}
			}
		}
		catch (NoSuchFileException ex) {
			return Map.of();
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return files;
	}

	/*
	 * Whoever holds the lock lives. A lock file is locked before it gets its name, so one
	 * that is free will never be locked again.
	 */
	private boolean isAlive(Path lock) {
		try {
			BasicFileAttributes facts = regular(lock);
			if (facts == null) {
				return false;
			}
			if (OwnLocks.contains(PathFacts.key(facts))) {
				return true;
			}
			try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
					FileLock probe = channel.tryLock(0, Long.MAX_VALUE, true)) {
				return probe == null;
			}
			catch (OverlappingFileLockException ex) {
				return true;
			}
		}
		catch (IOException ex) {
			return false; // whoever wants to be seen lets the master read it
		}
	}

	private @Nullable Status status(String id) {
		Path path = this.directory.resolve(id + STATUS);
		try {
			return (regular(path) != null) ? new Status(id, content(path)) : null;
		}
		catch (NoSuchFileException ex) {
			return null; // not written yet
		}
		catch (IOException ex) {
			skip();
			return null;
		}
	}

	private @Nullable BasicFileAttributes regular(Path path) throws IOException {
		BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		if (!facts.isRegularFile() || facts.size() > MAX_LENGTH_BYTES) {
			skip();
			return null;
		}
		return facts;
	}

	/*
	 * Read by position, which a pipe has not: it fails instead of waiting for somebody to
	 * write.
	 */
	static byte[] content(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			ByteArrayOutputStream content = new ByteArrayOutputStream();
			ByteBuffer buffer = ByteBuffer.allocate(4096);
			while (content.size() <= MAX_LENGTH_BYTES && channel.read(buffer, content.size()) >= 0) {
				content.write(buffer.array(), 0, buffer.position());
				buffer.clear();
			}
			if (content.size() > MAX_LENGTH_BYTES) {
				throw new IOException("The file has grown while it was read");
			}
			return content.toByteArray();
		}
	}

	/*
	 * By the time at which this master saw them first, not by what the files say.
	 */
	private void forget(Set<Path> unused) {
		Instant now = this.host.clock().instant();
		this.unusedSince.keySet().retainAll(unused);
		for (Path path : unused) {
			Instant since = this.unusedSince.computeIfAbsent(path, (added) -> now);
			if (Duration.between(since, now).compareTo(KEPT) >= 0) {
				try {
					this.host.effects().delete(path);
				}
				catch (IOException ex) {
					skip();
				}
			}
		}
	}

	/**
	 * What the status file of a follower that lives says.
	 * <p>
	 * Immutable, as long as nobody changes the bytes.
	 */
	public static final class Status {

		private final String id;

		private final byte[] content;

		private Status(String id, byte[] content) {
			this.id = id;
			this.content = content;
		}

		/**
		 * Return the id of the follower.
		 * @return a UUID
		 */
		public String id() {
			return this.id;
		}

		/**
		 * Return what it says.
		 * @return at most 64 KiB, which may be anything
		 */
		public byte[] content() {
			return this.content;
		}

	}

}
