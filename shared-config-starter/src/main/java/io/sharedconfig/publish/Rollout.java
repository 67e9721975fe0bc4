package io.sharedconfig.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.StageReport;
import io.sharedconfig.StageReport.Answer;
import io.sharedconfig.StageReport.Verdict;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.file.StoredVersion;

/**
 * Waits for followers: for what they make of a version that was published, and of a
 * document that is not to be published before all of them have tried it.
 * <p>
 * Thread-safe. Waits in its caller's thread, and holds nobody up who publishes.
 */
final class Rollout {

	/*
	 * What a staged document is good for at most; followers ignore an older one.
	 */
	private static final Duration EXPIRY = Duration.ofSeconds(60);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

	/*
	 * Also who does not wait wants to know what is known.
	 */
	private static final Duration SHORTEST_READ = Duration.ofSeconds(1);

	private static final byte[] NO_META = {};

	private final FollowerReports reports;

	private final StoreOptions options;

	private final StoreHost host;

	private final LongSupplier newestVersion;

	private final ReentrantLock staging = new ReentrantLock();

	private long lastStage;

	private volatile boolean closed;

	Rollout(FollowerReports reports, StoreOptions options, StoreHost host, LongSupplier newestVersion) {
		this.reports = reports;
		this.options = options;
		this.host = host;
		this.newestVersion = newestVersion;
	}

	/**
	 * Wait until every follower that lives has applied or refused a version.
	 * @param version the version, published before
	 * @param timeout how long to wait at most
	 * @return what is known then
	 */
	RolloutReport await(ConfigSnapshot version, Duration timeout) {
		List<FollowerDescriptor> applied = new ArrayList<>();
		List<FollowerDescriptor> rejected = new ArrayList<>();
		List<FollowerDescriptor> silent = new ArrayList<>();
		for (FollowerReport report : await(timeout, (one) -> isApplied(one, version) || isRejected(one, version))) {
			List<FollowerDescriptor> kind = (isApplied(report, version)) ? applied
					: (isRejected(report, version)) ? rejected : silent;
			kind.add(FollowerReports.describe(report));
		}
		return new RolloutReport(version, applied, rejected, silent);
	}

	private boolean isApplied(FollowerReport report, ConfigSnapshot version) {
		return isReached(report.appliedVersion(), version);
	}

	private boolean isRejected(FollowerReport report, ConfigSnapshot version) {
		return isReached(report.rejectedVersion(), version);
	}

	/*
	 * A version that was not published yet is of a file that was lost since, and with it
	 * its numbers.
	 */
	private boolean isReached(long reported, ConfigSnapshot version) {
		return reported >= version.version() && reported <= this.newestVersion.getAsLong();
	}

	private List<FollowerReport> await(Duration timeout, Predicate<FollowerReport> answered) {
		long begin = System.nanoTime();
		long timeoutNanos = nanos(timeout);
		long pauseNanos = 1_000_000;
		while (true) {
			long read = System.nanoTime();
			List<FollowerReport> found = this.reports
				.read(Duration.ofNanos(Math.max(SHORTEST_READ.toNanos(), timeoutNanos - (read - begin))));
			long now = System.nanoTime();
			long leftNanos = timeoutNanos - (now - begin);
			if (leftNanos <= 0 || this.closed || Thread.currentThread().isInterrupted()
					|| found.stream().allMatch(answered)) {
				return found;
			}
			// never more than a third of the time is spent on looking
			LockSupport.parkNanos(this, Math.min(leftNanos, Math.max(pauseNanos, 2 * (now - read))));
			pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
		}
	}

	private static long nanos(Duration timeout) {
		Duration longest = Duration.ofDays(1000);
		return ((timeout.compareTo(longest) < 0) ? timeout : longest).toNanos();
	}

	/**
	 * Let every follower that lives try a document.
	 * @param document the document
	 * @param timeout how long to wait at most; a minute is the longest
	 * @param announce tells followers that there is something to try
	 * @return what each would do
	 */
	StageReport stage(Document document, Duration timeout, Runnable announce) {
		this.staging.lock();
		try {
			long number = Math.max(this.lastStage + 1, this.host.clock().millis());
			this.lastStage = number;
			StoredVersion staged = new StoredVersion(number, this.host.clock().millis(), document.stateHash(), NO_META,
					document.payload());
			StageFile file = StageFile.create(this.options, staged, this.host);
			try {
				announce.run();
				Duration atMost = (timeout.compareTo(EXPIRY) < 0) ? timeout : EXPIRY;
				return verdicts(await(atMost, (report) -> report.stage() == number), number);
			}
			finally {
				close(file);
			}
		}
		finally {
			this.staging.unlock();
		}
	}

	private static void close(StageFile file) {
		try {
			file.close();
		}
		catch (StorageException ex) {
			// followers ignore it a minute later, the next stage or master removes it
		}
	}

	private static StageReport verdicts(List<FollowerReport> reports, long number) {
		return new StageReport(reports.stream().map((report) -> verdict(report, number)).toList());
	}

	private static Verdict verdict(FollowerReport report, long number) {
		FollowerDescriptor follower = FollowerReports.describe(report);
		if (report.stage() != number) {
			return new Verdict(follower, Answer.SILENT, null);
		}
		String reason = report.stageReason();
		return new Verdict(follower, (reason != null) ? Answer.REJECTED : Answer.ACCEPTED, reason);
	}

	/**
	 * Wait no more.
	 */
	void close() {
		this.closed = true;
		this.reports.close();
	}

}
