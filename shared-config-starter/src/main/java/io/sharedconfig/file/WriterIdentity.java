package io.sharedconfig.file;

import java.util.UUID;

import static io.sharedconfig.file.SharedFileLayout.STATE_CLOSED;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_BOOT_ID_HIGH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_BOOT_ID_LOW_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_PID_NAMESPACE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_PID_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_STARTED_AT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_START_TICKS_OFFSET;

/**
 * Which process writes to a shared file. A process id alone is used again and means
 * something else in every container, so its start, its namespace and the boot go with it.
 * <p>
 * Immutable.
 *
 * @param pid the process id in its namespace
 * @param startTicks when the process was started, in the system's own unit
 * @param pidNamespace the namespace
 * @param bootId the boot of the host
 */
record WriterIdentity(long pid, long startTicks, long pidNamespace, UUID bootId) {

	static WriterIdentity current(HostSystem system) {
		long pid = ProcessHandle.current().pid();
		return new WriterIdentity(pid, system.startTicks(pid), system.pidNamespace(), system.bootId());
	}

	static WriterIdentity read(MappedRegion region) {
		return new WriterIdentity(region.getLong(WRITER_PID_OFFSET), region.getLong(WRITER_START_TICKS_OFFSET),
				region.getLong(WRITER_PID_NAMESPACE_OFFSET),
				new UUID(region.getLong(WRITER_BOOT_ID_HIGH_OFFSET), region.getLong(WRITER_BOOT_ID_LOW_OFFSET)));
	}

	void write(MappedRegion region, long startedAtMs) {
		region.putLong(WRITER_PID_OFFSET, this.pid);
		region.putLong(WRITER_START_TICKS_OFFSET, this.startTicks);
		region.putLong(WRITER_PID_NAMESPACE_OFFSET, this.pidNamespace);
		region.putLong(WRITER_BOOT_ID_HIGH_OFFSET, this.bootId.getMostSignificantBits());
		region.putLong(WRITER_BOOT_ID_LOW_OFFSET, this.bootId.getLeastSignificantBits());
		region.putLong(WRITER_STARTED_AT_OFFSET, startedAtMs);
	}

	/**
	 * Return whether this process cannot store anything any more.
	 * @param system the system that this process runs on
	 * @return {@code false} if it runs, or if that cannot be known
	 */
	boolean isGone(HostSystem system) {
		return !this.bootId.equals(system.bootId())
				|| (this.pidNamespace == system.pidNamespace() && system.startTicks(this.pid) != this.startTicks);
	}

	/**
	 * Return whether the writer of a file has closed it or cannot write to it any more,
	 * so that another may go on in the same file.
	 * @param region the file
	 * @param system the system that this process runs on
	 * @return {@code false} if it may still write
	 */
	static boolean isFinished(MappedRegion region, HostSystem system) {
		return region.getIntAcquire(STATE_OFFSET) == STATE_CLOSED || read(region).isGone(system);
	}

}
