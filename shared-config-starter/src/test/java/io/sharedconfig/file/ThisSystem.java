package io.sharedconfig.file;

import java.nio.file.Path;
import java.util.UUID;

/**
 * The system that this process runs on, but for what a test makes different.
 */
abstract class ThisSystem implements HostSystem {

	@Override
	public Path defaultDirectory() {
		return CURRENT.defaultDirectory();
	}

	@Override
	public String currentOwner() {
		return CURRENT.currentOwner();
	}

	@Override
	public long startTicks(long pid) {
		return CURRENT.startTicks(pid);
	}

	@Override
	public long pidNamespace() {
		return CURRENT.pidNamespace();
	}

	@Override
	public UUID bootId() {
		return CURRENT.bootId();
	}

	@Override
	public boolean canReplace(Path file) {
		return CURRENT.canReplace(file);
	}

	@Override
	public boolean canSyncDirectories() {
		return CURRENT.canSyncDirectories();
	}

	@Override
	public boolean hearsTouches() {
		return CURRENT.hearsTouches();
	}

}
