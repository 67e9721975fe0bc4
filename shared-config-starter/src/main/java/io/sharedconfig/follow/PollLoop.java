package io.sharedconfig.follow;

import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.file.MappingFaults;
import org.jspecify.annotations.Nullable;

/**
 * The poll thread: the only thread that touches a mapping. It reads and decodes; it takes
 * no lock of anyone else and calls no code of the program. While nothing changes, a round
 * is one load per file and one timed wait.
 * <p>
 * Thread-safe.
 */
final class PollLoop implements Runnable {

	static final String THREAD_NAME = "shared-config-poll";

	/*
	 * How long a caller waits for a poll it asked for. Only storage that hangs takes
	 * longer, and then the caller must not hang with it.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final long intervalNanos;

	private final Runnable onNews;

	private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();

	private volatile TrackedFile[] files = new TrackedFile[0];

	private volatile boolean timed;

	/*
	 * Whether nothing may stay mapped between two polls.
	 */
	private volatile boolean paused;

	private volatile boolean ended;

	private @Nullable Thread thread;

	PollLoop(Duration interval, Runnable onNews) {
		this.intervalNanos = interval.toNanos();
		this.onNews = onNews;
	}

	@Override
	public void run() {
		while (!this.ended) {
			MappingFaults.survive(this::rounds);
		}
		answerRequests();
		release();
	}

	private void rounds() {
		long next = System.nanoTime();
		while (!this.ended) {
			try {
				answerRequests();
				long now = System.nanoTime();
				if (this.timed && now - next >= 0) {
					pollAll(now);
					next = Math.max(next + this.intervalNanos, now);
				}
				if (this.requests.isEmpty() && !this.ended) {
					park((this.timed) ? next - System.nanoTime() : Long.MAX_VALUE);
				}
			}
			catch (InternalError ex) {
				loseMappings(ex);
			}
			catch (Throwable ex) {
				// one failure, whatever it is, must not be the end of all polls
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		}
	}

	private void park(long nanos) {
		Thread.interrupted();
		if (nanos == Long.MAX_VALUE) {
			LockSupport.park(this);
		}
		else if (nanos > 0) {
			LockSupport.parkNanos(this, nanos);
		}
	}

	private void pollAll(long now) {
		boolean news = false;
		for (TrackedFile file : this.files) {
			news |= file.poll(now);
		}
		if (news) {
			this.onNews.run();
		}
	}

	private void answerRequests() {
		Runnable request = this.requests.poll();
		while (request != null) {
			request.run();
			request = this.requests.poll();
		}
	}

	private void loseMappings(InternalError error) {
		for (TrackedFile file : this.files) {
			file.failed(error, System.nanoTime());
		}
		this.onNews.run();
	}

	private void release() {
		for (TrackedFile file : this.files) {
			file.release();
		}
	}

	synchronized void add(TrackedFile file) {
		TrackedFile[] more = new TrackedFile[this.files.length + 1];
		System.arraycopy(this.files, 0, more, 0, this.files.length);
		more[this.files.length] = file;
		this.files = more;
		if (this.thread == null && !this.ended) {
			Thread started = new Thread(this, THREAD_NAME);
			started.setDaemon(true);
			this.thread = started;
			started.start();
		}
	}

	synchronized void remove(TrackedFile file) {
		this.files = Arrays.stream(this.files).filter((candidate) -> candidate != file).toArray(TrackedFile[]::new);
		post(file::release);
	}

	void timed(boolean timed) {
		this.timed = timed;
		this.paused = !timed;
		post((timed) ? () -> {
		} : this::release);
	}

	boolean isTimed() {
		return this.timed;
	}

	/**
	 * Let the poll thread look at files now, and wait until it has.
	 * @param files the files
	 * @return whether it has; {@code false} when it did not answer in time or has ended
	 */
	boolean pollNow(TrackedFile... files) {
		CountDownLatch answered = new CountDownLatch(1);
		if (!post(() -> {
			try {
				for (TrackedFile file : files) {
					file.lookAndPoll(System.nanoTime());
					if (this.paused) {
						file.release();
					}
				}
			}
			finally {
				answered.countDown();
			}
		})) {
			return false;
		}
		return await(answered);
	}

	private static boolean await(CountDownLatch latch) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
		try {
			while (true) {
				try {
					return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private synchronized boolean post(Runnable request) {
		Thread poller = this.thread;
		if (this.ended || poller == null) {
			return false;
		}
		this.requests.add(request);
		LockSupport.unpark(poller);
		return true;
	}

	synchronized @Nullable Thread thread() {
		return this.thread;
	}

	synchronized void end() {
		this.ended = true;
		this.timed = false;
		Thread poller = this.thread;
		if (poller != null) {
			LockSupport.unpark(poller);
		}
	}

}
