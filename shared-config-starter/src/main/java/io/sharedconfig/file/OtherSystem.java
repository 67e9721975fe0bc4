package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Any other system, through what Java offers everywhere.
 */
final class OtherSystem implements HostSystem {

	@Override
	public Path defaultDirectory() {
		return HostSystem.temporaryDirectory(userName());
	}

	/**
	 * Windows puts the machine or domain before the name of a file's owner.
	 */
	@Override
	public String currentOwner() {
		try {
			return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(userName()).getName();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return userName();
		}
	}

	private static String userName() {
		return System.getProperty("user.name", "?");
	}

	@Override
	public long startTicks(long pid) {
		return ProcessHandle.of(pid)
			.map((process) -> process.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
			.orElse(NO_PROCESS);
	}

	@Override
	public long pidNamespace() {
		return 0;
	}

	@Override
	public UUID bootId() {
		return new UUID(0, 0);
	}

	/**
	 * Windows keeps the name of a file as long as somebody has it mapped.
	 */
	@Override
	public boolean canReplace(Path file) {
		return !isWindows();
	}

	@Override
	public boolean canSyncDirectories() {
		return !isWindows();
	}

	/**
	 * A watch on macOS looks at all files every few seconds; what one on Windows hears of
	 * a file that is open differs from release to release.
	 */
	@Override
	public boolean hearsTouches() {
		return false;
	}

	private static boolean isWindows() {
		return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
	}

}
