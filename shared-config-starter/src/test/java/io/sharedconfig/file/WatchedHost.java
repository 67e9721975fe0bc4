package io.sharedconfig.file;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import static java.util.Map.entry;

/**
 * Hosts for masters that are stopped by a test, and for those that come after them.
 */
public final class WatchedHost {

	private static final Map<Long, String> WORDS = Map.ofEntries(entry((long) SharedFileLayout.MAGIC_OFFSET, "magic"),
			entry((long) SharedFileLayout.PUBLISHED_OFFSET, "PUBLISHED"),
			entry((long) SharedFileLayout.RECLAIM_OFFSET, "RECLAIM"),
			entry((long) SharedFileLayout.NOTIFY_OFFSET, "NOTIFY"),
			entry((long) SharedFileLayout.HEARTBEAT_OFFSET, "HEARTBEAT"),
			entry((long) SharedFileLayout.STATE_OFFSET, "STATE"),
			entry((long) SharedFileLayout.WRITER_EPOCH_OFFSET, "writerEpoch"),
			entry((long) SharedFileLayout.WRITER_PID_OFFSET, "pid"),
			entry((long) SharedFileLayout.WRITER_START_TICKS_OFFSET, "startTicks"),
			entry((long) SharedFileLayout.WRITER_PID_NAMESPACE_OFFSET, "pidNamespace"),
			entry((long) SharedFileLayout.WRITER_BOOT_ID_HIGH_OFFSET, "bootIdHigh"),
			entry((long) SharedFileLayout.WRITER_BOOT_ID_LOW_OFFSET, "bootIdLow"),
			entry((long) SharedFileLayout.WRITER_STARTED_AT_OFFSET, "startedAt"));

	private WatchedHost() {
	}

	/**
	 * Return a host for a master that says in the file that it is a process that is gone,
	 * and tells of all it does.
	 * @param process tells it from other masters, more than 0
	 * @param container which processes it can see: those of masters in the same one
	 */
	public static StoreHost ofDying(int process, int container, Watch watch) {
		return new StoreHost(new ElsewhereSystem(process, container), Clock.systemUTC(), effects(watch));
	}

	/**
	 * Return a host with a clock that a test sets.
	 */
	public static StoreHost withClock(Clock clock) {
		return new StoreHost(HostSystem.CURRENT, clock, FileEffects.UNWATCHED);
	}

	/**
	 * Return the current host, telling of all that a master does.
	 */
	public static StoreHost watched(Watch watch) {
		return new StoreHost(HostSystem.CURRENT, Clock.systemUTC(), effects(watch));
	}

	/**
	 * Return a host for a master that comes after.
	 * @param container that of the master before: it is known to be gone; another one: it
	 * may still write
	 */
	public static StoreHost ofNext(int container) {
		return new StoreHost(new ElsewhereSystem(0, container), Clock.systemUTC(), FileEffects.UNWATCHED);
	}

	private static FileEffects effects(Watch watch) {
		return new FileEffects(
				(effect, path, offset, lengthBytes) -> watch.after(new Step(effect.name(), path, offset, lengthBytes)));
	}

	/**
	 * Told after each single effect.
	 */
	@FunctionalInterface
	public interface Watch {

		void after(Step step);

	}

	/**
	 * One effect.
	 */
	public record Step(String effect, Path path, long offset, int lengthBytes) {

		/**
		 * Return whether it is not done in one: a kill may leave a part of it.
		 */
		public boolean isDivisible() {
			return this.lengthBytes > Long.BYTES;
		}

		public boolean isStore() {
			return this.effect.equals("STORE");
		}

		/**
		 * Return what it is, the same in each run.
		 */
		public String kind() {
			return isStore() ? "STORE " + WORDS.getOrDefault(this.offset, what()) : this.effect;
		}

		private String what() {
			return (this.lengthBytes == SharedFileLayout.RECORD_HEADER_LENGTH) ? "record header" : "payload";
		}

	}

	private static final class ElsewhereSystem extends ThisSystem {

		private final long ticksAway;

		private final long namespacesAway;

		ElsewhereSystem(long ticksAway, long namespacesAway) {
			this.ticksAway = ticksAway;
			this.namespacesAway = namespacesAway;
		}

		@Override
		public long startTicks(long pid) {
			return super.startTicks(pid) + this.ticksAway;
		}

		@Override
		public long pidNamespace() {
			return super.pidNamespace() + this.namespacesAway;
		}

	}

}
