package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The files of a directory as they are at one moment, byte by byte: what is left of them
 * when a process is killed then. Names of one file stay names of one file.
 */
record Image(Access access, Map<String, Image.Content> files, Map<String, Image.Access> directories) {

	Image(Access access, Map<String, Content> files) {
		this(access, files, Map.of());
	}

	/**
	 * Return the image of a directory, {@code null} if it is not there.
	 */
	static @Nullable Image of(Path directory) throws IOException {
		if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		Map<String, Content> files = new LinkedHashMap<>();
		Map<Object, Content> known = new LinkedHashMap<>();
		Map<String, Access> directories = new LinkedHashMap<>();
		for (Path path : list(directory)) {
			PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (attributes.isDirectory()) {
				directories.put(path.getFileName().toString(), Access.of(path));
				continue;
			}
			Content content = known.get(attributes.fileKey());
			if (content == null) {
				content = new Content(attributes.fileKey(), Files.readAllBytes(path), Access.of(path));
				known.put(attributes.fileKey(), content);
			}
			files.put(path.getFileName().toString(), content);
		}
		return new Image(Access.of(directory), files, directories);
	}

	static List<Path> list(Path directory) throws IOException {
		try (Stream<Path> paths = Files.list(directory)) {
			return paths.toList();
		}
	}

	Image with(String name, @Nullable Content content) {
		Map<String, Content> changed = new LinkedHashMap<>(this.files);
		if (content != null) {
			changed.put(name, content);
		}
		else {
			changed.remove(name);
		}
		return new Image(this.access, changed, this.directories);
	}

	@Nullable Content withKey(Object key) {
		return this.files.values().stream().filter((file) -> file.key().equals(key)).findAny().orElse(null);
	}

	/**
	 * Return what tells apart what one would find here.
	 */
	Map<String, Integer> fingerprint() {
		Map<String, Integer> hashes = new TreeMap<>();
		this.files.forEach((name, file) -> hashes.put(name, Arrays.hashCode(file.bytes())));
		return hashes;
	}

	void writeTo(Path directory) throws IOException {
		Files.createDirectories(directory);
		Map<Object, Path> written = new LinkedHashMap<>();
		for (Map.Entry<String, Content> file : this.files.entrySet()) {
			Path path = directory.resolve(file.getKey());
			Path same = written.putIfAbsent(file.getValue().key(), path);
			if (same != null) {
				Files.createLink(path, same);
			}
			else {
				file.getValue().writeTo(path);
			}
		}
		for (Map.Entry<String, Access> below : this.directories.entrySet()) {
			Path path = directory.resolve(below.getKey());
			if (!Files.isDirectory(path)) {
				Files.createDirectory(path);
			}
			below.getValue().giveTo(path);
		}
		this.access.giveTo(directory);
	}

	/**
	 * Who may do what.
	 */
	record Access(Set<PosixFilePermission> permissions, GroupPrincipal group) {

		static Access of(Path path) throws IOException {
			PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return new Access(attributes.permissions(), attributes.group());
		}

		void giveTo(Path path) throws IOException {
			PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
			if (!view.readAttributes().group().equals(this.group)) {
				view.setGroup(this.group);
			}
			view.setPermissions(this.permissions);
		}

		@Override
		public String toString() {
			return PosixFilePermissions.toString(this.permissions) + " " + this.group;
		}

	}

	/**
	 * One file, however many names it has.
	 */
	record Content(Object key, byte[] bytes, Access access) {

		void writeTo(Path path) throws IOException {
			Files.write(path, this.bytes);
			this.access.giveTo(path);
		}

		/**
		 * Return what there is when something that was put into a file at a place came
		 * only so far, or only from there on.
		 */
		Content torn(@Nullable Content before, int from, int lengthBytes, boolean firstHalf) {
			byte[] old = (before != null) ? before.bytes : new byte[0];
			int middle = from + lengthBytes / 2;
			int end = from + lengthBytes;
			boolean appended = old.length < end;
			byte[] torn = Arrays.copyOf(this.bytes, (appended && firstHalf) ? middle : this.bytes.length);
			int lostFrom = (firstHalf) ? middle : from;
			int lostEnd = (firstHalf) ? end : middle;
			for (int i = lostFrom; i < Math.min(lostEnd, torn.length); i++) {
				torn[i] = (i < old.length) ? old[i] : 0;
			}
			return new Content(this.key, torn, this.access);
		}

		Content withBytes(byte[] other) {
			return new Content(this.key, other, this.access);
		}

	}

}
