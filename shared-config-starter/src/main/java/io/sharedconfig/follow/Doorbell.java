package io.sharedconfig.follow;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.sharedconfig.file.DirectoryWatch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ring of a master, on a thread of its own that touches no mapping and
 * sleeps until there is one. Where nothing can be heard, or not now, it is tried again
 * once a second.
 * <p>
 * Thread-safe.
 */
final class Doorbell implements Runnable {

	static final String THREAD_NAME = "shared-config-doorbell";

	private static final long TRY_NANOS = Duration.ofSeconds(1).toNanos();

	/*
	 * That the directory is removed is heard; that it is renamed has to be looked at.
	 */
	private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

	/*
	 * Once in a while it is looked at closely: one that was made anew with all its times
	 * seems to be the same.
	 */
	private static final long LOOK_CLOSELY_NANOS = Duration.ofMinutes(1).toNanos();

	/*
	 * What is done a little early is done together with the poll that is due.
	 */
	private static final long EARLY_NANOS = TRY_NANOS / 10;

	private final Path directory;

	private final DirectoryWatch.Opener opener;

	private final Consumer<@Nullable String> onRing;

	private volatile @Nullable Thread thread;

	private volatile boolean wanted;

	private volatile boolean ended;

	private volatile boolean hopeless;

	private volatile @Nullable DirectoryWatch watch;

	private long tendedAtNanos = System.nanoTime();

	private long lookedAtNanos = this.tendedAtNanos;

	/**
	 * Create a doorbell that nobody waits for yet.
	 * @param directory what to watch
	 * @param opener how
	 * @param onRing is given the name of a file that was rung for, {@code null} for any
	 */
	Doorbell(Path directory, DirectoryWatch.Opener opener, Consumer<@Nullable String> onRing) {
		this.directory = directory;
		this.opener = opener;
		this.onRing = onRing;
	}

	@Override
	public void run() {
		while (!this.ended) {
			try {
				if (this.wanted && !this.hopeless) {
					listen();
				}
			}
			catch (IOException | ClosedWatchServiceException | InterruptedException ex) {
				// tried again, when it is tended
			}
			catch (UnsupportedOperationException ex) {
				this.hopeless = true;
			}
			catch (Throwable ex) {
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
			if (!this.ended) {
				Thread.interrupted();
				LockSupport.park(this);
			}
		}
	}

	private void listen() throws IOException, InterruptedException {
		try (DirectoryWatch opened = this.opener.open(this.directory)) {
			boolean listening = use(opened);
			// nobody has heard what was published before
			this.onRing.accept(null);
			while (listening) {
				listening = opened.await(this.onRing);
			}
		}
		finally {
			if (this.watch != null) {
				this.watch = null;
				this.onRing.accept(null);
			}
		}
	}

	private synchronized boolean use(DirectoryWatch opened) {
		if (this.wanted) {
			this.watch = opened;
		}
		return this.wanted;
	}

	/**
	 * Look whether it listens, and to the right directory, and see to it if not. To be
	 * called by the poll thread alone; does something once a second at most, and while it
	 * listens every five seconds.
	 * @param nowNanos the time by {@link System#nanoTime()}
	 * @return when to call it again, in nanoseconds from now, {@link Long#MAX_VALUE} when
	 * there is no need to
	 */
	long tend(long nowNanos) {
		if (!this.wanted || this.hopeless) {
			return Long.MAX_VALUE;
		}
		DirectoryWatch listening = this.watch;
		long intervalNanos = (listening != null) ? LOOK_NANOS : TRY_NANOS;
		long leftNanos = this.tendedAtNanos + intervalNanos - nowNanos;
		if (leftNanos > EARLY_NANOS) {
			return leftNanos;
		}
		this.tendedAtNanos = nowNanos;
		if (listening == null) {
			unpark();
		}
		else if (!isInPlace(listening, nowNanos)) {
			listening.close();
		}
		return intervalNanos;
	}

	private boolean isInPlace(DirectoryWatch listening, long nowNanos) {
		if (nowNanos - this.lookedAtNanos < LOOK_CLOSELY_NANOS && listening.seemsInPlace()) {
			return true;
		}
		this.lookedAtNanos = nowNanos;
		return listening.isInPlace();
	}

	/**
	 * Return whether a ring would be heard, as far as this process can know.
	 */
	boolean isListening() {
		return this.watch != null;
	}

	/**
	 * Listen until {@link #pause()} or {@link #end()}.
	 */
	synchronized void begin() {
		if (this.ended) {
			return;
		}
		this.wanted = true;
		if (this.thread == null) {
			Thread started = new Thread(this, THREAD_NAME);
			started.setDaemon(true);
			// not that of whoever happens to ask first
			started.setContextClassLoader(Doorbell.class.getClassLoader());
			this.thread = started;
			started.start();
		}
		else {
			unpark();
		}
	}

	/**
	 * Hold no watch until {@link #begin()}.
	 */
	synchronized void pause() {
		this.wanted = false;
		DirectoryWatch listening = this.watch;
		if (listening != null) {
			this.watch = null;
			listening.close();
		}
	}

	synchronized void end() {
		this.ended = true;
		pause();
		unpark();
	}

	private void unpark() {
		LockSupport.unpark(this.thread);
	}

}
