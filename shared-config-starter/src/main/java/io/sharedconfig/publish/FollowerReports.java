package io.sharedconfig.publish;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.FollowersDirectory;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.file.StatusFiles;
import io.sharedconfig.file.StatusFiles.Status;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the followers of a configuration report. They are read when somebody asks, on a
 * thread that is there only then: a follower that means harm can make it hang, and then
 * the last reports are those that count.
 * <p>
 * Thread-safe.
 */
final class FollowerReports {

	private static final Duration LONGEST_READ = Duration.ofSeconds(5);

	private static final Duration TIDY_INTERVAL = Duration.ofMinutes(1);

	private final StoreOptions options;

	private final StoreHost host;

	private final StatusFiles files;

	private final HistoryFile.Warnings warnings;

	private final ThreadPoolExecutor reader;

	private @Nullable Future<?> reading;

	private volatile List<FollowerReport> last = List.of();

	private final Trouble writing;

	private final Trouble readingThem;

	private long tidyAtNanos = System.nanoTime() + TIDY_INTERVAL.toNanos();

	FollowerReports(StoreOptions options, StoreHost host, HistoryFile.Warnings warnings) {
		this.options = options;
		this.host = host;
		this.files = new StatusFiles(options, host);
		this.warnings = warnings;
		this.writing = new Trouble(warnings);
		this.readingThem = new Trouble(warnings);
		this.reader = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (work) -> {
			Thread thread = new Thread(work, "shared-config-followers-" + options.name());
			thread.setDaemon(true);
			// not that of whoever happens to ask first
			thread.setContextClassLoader(FollowerReports.class.getClassLoader());
			return thread;
		});
		this.reader.allowCoreThreadTimeOut(true);
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
	 * once a second.
	 */
	void tidy() {
		if (!FollowersDirectory.isThere(this.options)) {
			prepare();
		}
		if (System.nanoTime() - this.tidyAtNanos >= 0) {
			this.tidyAtNanos = System.nanoTime() + TIDY_INTERVAL.toNanos();
			read();
		}
	}

	/**
	 * Return the reports of all followers that live, or the last ones that could be read.
	 * @return the reports, in the order of applications and process ids
	 */
	List<FollowerReport> read() {
		try {
			await(submit());
		}
		catch (TimeoutException ex) {
			this.readingThem
				.warn("the reports of followers cannot be read: something in their directory does not answer");
		}
		catch (RejectedExecutionException ex) {
			// closed
		}
		return this.last;
	}

	private synchronized Future<?> submit() {
		Future<?> pending = this.reading;
		if (pending == null || pending.isDone()) {
			pending = this.reader.submit(this::readAll);
			this.reading = pending;
		}
		return pending;
	}

	private static void await(Future<?> reading) throws TimeoutException {
		long deadline = System.nanoTime() + LONGEST_READ.toNanos();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					reading.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void readAll() {
		try {
			List<FollowerReport> reports = new ArrayList<>();
			for (Status status : this.files.read()) {
				FollowerReport report = FollowerReport.decode(status.content());
				if (report != null && report.instance().equals(status.id())) {
					reports.add(report);
				}
				else {
					this.files.skip();
				}
			}
			reports.sort(Comparator.comparing(FollowerReport::application)
				.thenComparing(FollowerReport::pid)
				.thenComparing(FollowerReport::instance));
			this.last = List.copyOf(reports);
			if (this.files.skipped() > 0) {
				this.readingThem.warn("the directory for reports of followers has files that are none");
			}
			else {
				this.readingThem.over();
			}
		}
		catch (IOException ex) {
			this.readingThem.warn("the reports of followers cannot be read: " + ex);
		}
	}

	void close() {
		this.reader.shutdown();
	}

	static FollowerDescriptor describe(FollowerReport report) {
		return new FollowerDescriptor(report.application(), report.pid(), report.instance(), report.seenVersion(),
				report.appliedVersion(), report.rejectedVersion(), report.reason(),
				Instant.ofEpochMilli(report.sinceMs()));
	}

}
