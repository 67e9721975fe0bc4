package io.sharedconfig.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.FollowersDirectory;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.publish.ReportReader.Found;
import org.jspecify.annotations.Nullable;

/**
 * What the followers of a configuration report. They are read when somebody asks, on
 * another thread: a follower that means harm can make that one hang. Then it is left
 * behind, the last reports are those that count, and a new thread reads from then on.
 * After a few of them nothing is read until one comes back.
 * <p>
 * Thread-safe.
 */
final class FollowerReports {

	static final int MOST_LEFT_BEHIND = 4;

	private static final Duration LONGEST_READ = Duration.ofSeconds(5);

	private static final Duration TIDY_INTERVAL = Duration.ofMinutes(1);

	private static final Duration CALM = Duration.ofMinutes(1);

	private final StoreOptions options;

	private final StoreHost host;

	private final HistoryFile.Warnings warnings;

	private final Duration longestRead;

	private final Trouble writing;

	private final Trouble reading;

	private ReportReader reader;

	private @Nullable Reading pending;

	private int leftBehind;

	private boolean closed;

	private volatile List<FollowerReport> last = List.of();

	private volatile long troubleAtNanos;

	private long tidyAtNanos = System.nanoTime() + TIDY_INTERVAL.toNanos();

	FollowerReports(StoreOptions options, StoreHost host, HistoryFile.Warnings warnings) {
		this(options, host, warnings, LONGEST_READ);
	}

	FollowerReports(StoreOptions options, StoreHost host, HistoryFile.Warnings warnings, Duration longestRead) {
		this.options = options;
		this.host = host;
		this.warnings = warnings;
		this.longestRead = longestRead;
		this.writing = new Trouble(warnings);
		this.reading = new Trouble(warnings);
		this.reader = new ReportReader(options, host);
	}

	/**
	 * Let followers report, before there is anything to report, and remove what a master
	 * that died had staged. A master that cannot do it is one all the same.
	 */
	void begin() {
		prepare();
		try {
			StageFile.deleteLeftover(this.options, this.host);
		}
		catch (StorageException ex) {
			this.warnings.warn("a document that was staged cannot be removed: " + ex.getMessage());
		}
	}

	private void prepare() {
		try {
			FollowersDirectory.prepare(this.options, this.host.effects());
			this.writing.over();
		}
		catch (StorageException ex) {
			this.writing.warn("followers cannot report: " + ex.getMessage());
		}
	}

	/**
	 * See, once in a while, to what the followers that are gone have left. To be called
	 * once a second. Waits for nobody.
	 */
	void tidy() {
		if (!FollowersDirectory.isThere(this.options)) {
			prepare();
		}
		if (System.nanoTime() - this.tidyAtNanos >= 0) {
			this.tidyAtNanos = System.nanoTime() + TIDY_INTERVAL.toNanos();
			submit();
		}
	}

	/**
	 * Return the reports of all followers that live, or the last ones that could be read.
	 * @return the reports, in the order of applications and process ids
	 */
	List<FollowerReport> read() {
		return read(this.longestRead);
	}

	/**
	 * Return the reports of all followers that live, or the last ones that could be read.
	 * @param atMost how long to wait for them
	 * @return the reports, in the order of applications and process ids
	 */
	List<FollowerReport> read(Duration atMost) {
		Reading begun = submit();
		if (begun != null) {
			long leftNanos = this.longestRead.toNanos() - begun.tookNanos();
			if (!begun.isDoneWithin(Math.min(atMost.toNanos(), leftNanos))
					&& begun.tookNanos() >= this.longestRead.toNanos()) {
				leaveBehind(begun);
			}
		}
		return this.last;
	}

	private synchronized @Nullable Reading submit() {
		if (this.pending == null && !this.closed && this.leftBehind < MOST_LEFT_BEHIND) {
			ReportReader by = this.reader;
			Reading begun = new Reading(new CountDownLatch(1), System.nanoTime());
			this.pending = begun;
			by.execute(() -> read(begun, by));
		}
		return this.pending;
	}

	private void read(Reading begun, ReportReader by) {
		Found found = new Found(null, null);
		try {
			found = by.read();
		}
		finally {
			if (isTaken(begun, found)) {
				tell(found);
			}
			begun.done.countDown();
		}
	}

	private synchronized boolean isTaken(Reading begun, Found found) {
		if (this.pending != begun) {
			this.leftBehind--;
			return false;
		}
		this.pending = null;
		this.last = Objects.requireNonNullElse(found.reports(), this.last);
		return true;
	}

	/*
	 * Whoever can make trouble can make it come and go, and shall not fill the log.
	 */
	private void tell(Found found) {
		if (found.problem() != null) {
			this.troubleAtNanos = System.nanoTime();
			this.reading.warn(found.problem());
		}
		else if (System.nanoTime() - this.troubleAtNanos >= CALM.toNanos()) {
			this.reading.over();
		}
	}

	private void leaveBehind(Reading hanging) {
		boolean another;
		synchronized (this) {
			if (this.pending != hanging) {
				return; // done, or left behind by somebody else
			}
			this.pending = null;
			another = ++this.leftBehind < MOST_LEFT_BEHIND;
			this.reader.end();
			this.reader = new ReportReader(this.options, this.host);
		}
		this.troubleAtNanos = System.nanoTime();
		this.reading.warn("the reports of followers cannot be read: something in their directory does not answer"
				+ (another ? "" : ", and nothing there is read any more until it does"));
	}

	synchronized int leftBehind() {
		return this.leftBehind;
	}

	synchronized void close() {
		this.closed = true;
		this.reader.end();
	}

	static FollowerDescriptor describe(FollowerReport report) {
		return new FollowerDescriptor(report.application(), report.pid(), report.instance(), report.seenVersion(),
				report.appliedVersion(), report.rejectedVersion(), report.reason(),
				Instant.ofEpochMilli(report.sinceMs()));
	}

	/**
	 * One look at all reports.
	 *
	 * @param done counted down when it is done
	 * @param beganNanos when it began
	 */
	private record Reading(CountDownLatch done, long beganNanos) {

		long tookNanos() {
			return System.nanoTime() - this.beganNanos;
		}

		/**
		 * Wait, whoever interrupts.
		 */
		boolean isDoneWithin(long nanos) {
			long deadline = System.nanoTime() + nanos;
			boolean interrupted = false;
			try {
				while (true) {
					try {
						return this.done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

	}

}
