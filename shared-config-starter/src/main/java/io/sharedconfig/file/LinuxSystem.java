package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.sharedconfig.StorageException;

/**
 * Linux, through {@code /proc}.
 */
final class LinuxSystem implements HostSystem {

	static final Path OWN_STAT = Path.of("/proc/self/stat");

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	// counted from the state, which is the third field and the first behind the command
	private static final int START_TICKS_FIELD = 22 - 3;

	@Override
	public Path defaultDirectory() {
		return isTmpfs(SHARED_MEMORY) ? SHARED_MEMORY.resolve("shared-config-" + currentOwner())
				: HostSystem.temporaryDirectory(userName());
	}

	private static boolean isTmpfs(Path directory) {
		try {
			return Files.isDirectory(directory) && "tmpfs".equals(Files.getFileStore(directory).type());
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String userName() {
		String name = System.getProperty("user.name", "?");
		return "?".equals(name) ? currentOwner() : name; // a uid without a passwd entry
	}

	@Override
	public String currentOwner() {
		Path self = Path.of("/proc/self");
		try {
			return String.valueOf(Files.getAttribute(self, "unix:uid"));
		}
		catch (IOException ex) {
			throw new StorageException("read the owner of", self, ex);
		}
	}

	@Override
	public long startTicks(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			// the command is in parentheses and may hold anything, parentheses too
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			boolean dead = "Z".equals(fields[0]) || "X".equals(fields[0]);
			return dead ? NO_PROCESS : Long.parseLong(fields[START_TICKS_FIELD]);
		}
		catch (IOException | RuntimeException ex) {
			return NO_PROCESS;
		}
	}

	@Override
	public long pidNamespace() {
		try {
			String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
			return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
		}
		catch (IOException | RuntimeException ex) {
			return 0;
		}
	}

	@Override
	public UUID bootId() {
		try {
			return UUID.fromString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim());
		}
		catch (IOException | IllegalArgumentException ex) {
			return new UUID(0, 0);
		}
	}

	@Override
	public boolean canSyncDirectories() {
		return true;
	}

	@Override
	public boolean hearsTouches() {
		return true;
	}

	/**
	 * A file that was mounted by itself, as containers do it, is a mount point: renaming
	 * over it fails.
	 */
	@Override
	public boolean canReplace(Path file) {
		try {
			String mountPoint = escaped(file.toRealPath().toString());
			return Files.readAllLines(Path.of("/proc/self/mountinfo"))
				.stream()
				.map((line) -> line.split(" "))
				.noneMatch((fields) -> fields.length > 4 && fields[4].equals(mountPoint));
		}
		catch (IOException ex) {
			return true; // then the rename tells
		}
	}

	private static String escaped(String path) {
		return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
	}

}
