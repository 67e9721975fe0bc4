package io.sharedconfig.follow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.MasterSign;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoredRecord;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.file.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * One shared file as the poll thread sees it: reads what is new, decodes it, and
 * remembers what went wrong. The last good version is never given up.
 * <p>
 * Confined to the poll thread, but for the queries, which are thread-safe.
 */
final class TrackedFile {

	private static final long SIGN_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

	/*
	 * Whatever happens to the path is heard, as long as the directory is the one that is
	 * watched, and that is looked at more often.
	 */
	private static final long LOOK_INTERVAL_WHILE_HEARD_NANOS = Duration.ofMinutes(1).toNanos();

	/*
	 * Of what is not there no version can be found by time that was not rung for, so
	 * nobody would know that nothing is heard.
	 */
	private static final long LOOK_INTERVAL_WHILE_ABSENT_NANOS = Duration.ofSeconds(5).toNanos();

	private static final long LONGEST_BACK_OFF_NANOS = Duration.ofSeconds(5).toNanos();

	private final String name;

	private final String fileName;

	private final SharedFileReader reader;

	private final StagedFile stagedFile;

	private final DocumentLine line;

	private final long shortestBackOffNanos;

	private long backOffNanos;

	private long retryAtNanos;

	private long lookedAtNanos;

	/*
	 * When it was asked last whether really nothing is there.
	 */
	private long absentAtNanos;

	private long signReadAtNanos;

	/*
	 * Whether the next poll is to begin with a look at the path.
	 */
	private boolean lookSoon = true;

	private long heartbeat = Long.MIN_VALUE;

	/*
	 * Whether the heartbeat had not moved when the sign was read last: then all that the
	 * master left there has been read.
	 */
	private boolean still;

	private boolean undecodable;

	/*
	 * Whether something may have been read that is not taken yet.
	 */
	private boolean reading;

	private final Hearing hearing = new Hearing();

	private final AtomicReference<@Nullable Staged> staged = new AtomicReference<>();

	private volatile @Nullable DocumentSnapshot seen;

	private volatile @Nullable SharedConfigException problem;

	private volatile long pollFailures;

	private volatile long lastSignNanos;

	private volatile boolean masterActive;

	private volatile boolean absent;

	TrackedFile(String name, SharedFileReader reader, StagedFile stagedFile, DocumentCodec codec,
			Duration pollInterval) {
		this.stagedFile = stagedFile;
		this.name = name;
		this.fileName = reader.file().getFileName().toString();
		this.reader = reader;
		this.line = new DocumentLine(codec);
		this.shortestBackOffNanos = pollInterval.toNanos();
		this.lastSignNanos = System.nanoTime();
	}

	/**
	 * Poll because the time has come. Does nothing while backing off.
	 * @param nowNanos the time by {@link System#nanoTime()}
	 * @param heard whether it would be heard if something happened to the file: then the
	 * path is looked at less often
	 * @return whether there is something for the apply thread to look at
	 */
	boolean poll(long nowNanos, boolean heard) {
		if (this.problem != null && !this.undecodable && nowNanos - this.retryAtNanos < 0) {
			return false;
		}
		boolean waits = heard && this.problem == null && this.absent;
		if (this.lookSoon || nowNanos - this.lookedAtNanos >= lookIntervalNanos(heard, waits)) {
			return lookAndPoll(nowNanos);
		}
		if (waits) {
			return false;
		}
		boolean news = pollMapping(nowNanos);
		if (nowNanos - this.signReadAtNanos >= SIGN_INTERVAL_NANOS) {
			news |= pollSign(nowNanos);
		}
		return news;
	}

	private static long lookIntervalNanos(boolean heard, boolean waits) {
		if (waits) {
			return LOOK_INTERVAL_WHILE_ABSENT_NANOS;
		}
		return (heard) ? LOOK_INTERVAL_WHILE_HEARD_NANOS : LOOK_INTERVAL_NANOS;
	}

	/**
	 * Return whether a poll while everything is heard would find nothing, as far as a
	 * glance can tell: it goes through as little code as it can. Notes the heartbeat.
	 * @param nowNanos the time by {@link System#nanoTime()}
	 * @return {@code false} if it is to be polled
	 */
	boolean isQuiet(long nowNanos) {
		if (this.lookSoon || this.problem != null || !this.hearing.isSettled()) {
			return false;
		}
		boolean due = nowNanos - this.lookedAtNanos >= lookIntervalNanos(true, this.absent);
		if (this.absent) {
			return !due || isStillAbsent(nowNanos);
		}
		try {
			return !due && this.reader.isUntouched() && isSignQuiet(nowNanos);
		}
		catch (InternalError ex) {
			return false;
		}
	}

	private boolean isStillAbsent(long nowNanos) {
		this.lookedAtNanos = nowNanos;
		if (nowNanos - this.absentAtNanos < LOOK_INTERVAL_WHILE_HEARD_NANOS) {
			return this.reader.seemsAbsent();
		}
		this.absentAtNanos = nowNanos;
		return this.reader.isStillAbsent();
	}

	private boolean isSignQuiet(long nowNanos) {
		long beat = this.reader.heartbeat();
		if (beat == this.heartbeat) {
			return this.still;
		}
		this.heartbeat = beat;
		this.still = false;
		this.signReadAtNanos = nowNanos;
		this.lastSignNanos = nowNanos;
		return this.masterActive;
	}

	/**
	 * Poll because the file was rung for. That is for a version nearly always, and who
	 * waits for it does not wait for a look at the path: that follows with the next poll
	 * by time.
	 * @param nowNanos the time by {@link System#nanoTime()}
	 * @return whether there is something for the apply thread to look at
	 */
	boolean pollRung(long nowNanos) {
		if (!this.lookSoon && this.problem == null && pollMapping(nowNanos)) {
			this.lookSoon = true;
			return true;
		}
		return lookAndPoll(nowNanos);
	}

	/**
	 * Poll because somebody asked, with the look at the path that is else taken once in a
	 * while, and without regard to backing off.
	 * @return whether there is something for the apply thread to look at
	 */
	boolean lookAndPoll(long nowNanos) {
		this.lookSoon = false;
		this.lookedAtNanos = nowNanos;
		this.absentAtNanos = nowNanos;
		try {
			this.reader.lookAtPath();
		}
		catch (Exception | InternalError ex) {
			return failed(ex, nowNanos);
		}
		boolean news = pollMapping(nowNanos);
		return pollSign(nowNanos) || news;
	}

	private boolean pollSign(long nowNanos) {
		try {
			noteSign(nowNanos);
			return false;
		}
		catch (InternalError ex) {
			return failed(ex, nowNanos);
		}
	}

	private boolean pollMapping(long nowNanos) {
		boolean news = pollVersion(nowNanos);
		return pollStage(nowNanos) || news;
	}

	private boolean pollStage(long nowNanos) {
		try {
			if (!this.reader.isStaged()) {
				return false;
			}
			DocumentSnapshot newest = this.seen;
			Staged found = this.stagedFile.read((newest != null) ? newest.version() : 0);
			if (found != null) {
				this.staged.set(found);
			}
			return found != null;
		}
		catch (InternalError ex) {
			return failed(ex, nowNanos);
		}
	}

	private boolean pollVersion(long nowNanos) {
		try {
			if (!this.reader.hasNews()) {
				return false;
			}
			boolean wasAbsent = this.absent;
			this.reading = true;
			StoredRun run = this.reader.read();
			this.absent = this.reader.isAbsent();
			if (run == null) {
				this.reading = false;
				return nothingNew() || (wasAbsent && !this.absent);
			}
			noteSign(nowNanos);
			DocumentSnapshot next = decoded(run);
			if (next == null) {
				run = readAgain();
				if (run == null) {
					return nothingNew();
				}
				next = decoded(run);
			}
			return take(run, next);
		}
		catch (Exception | StackOverflowError | OutOfMemoryError | InternalError ex) {
			return failed(ex, nowNanos);
		}
	}

	/*
	 * The changes do not lead from the last document to this one: begin with a whole one.
	 */
	private @Nullable StoredRun readAgain() {
		this.undecodable = false;
		this.reader.rewind();
		return this.reader.read();
	}

	private @Nullable DocumentSnapshot decoded(StoredRun run) {
		this.undecodable = true;
		StoredVersion whole = run.snapshot();
		StoredRecord last = run.last();
		Document document = this.line.next((whole != null) ? whole.payload() : null, run.patches(), last.stateHash());
		return (document != null)
				? new DocumentSnapshot(this.name, last.version(), last.publishedAtMs(), last.meta(), document) : null;
	}

	private boolean take(StoredRun run, @Nullable DocumentSnapshot next) {
		if (next == null) {
			throw new CorruptFileException(this.reader.file(), "stateHash of version %d expected=%016x found=another"
				.formatted(run.version(), run.last().stateHash()));
		}
		DocumentSnapshot before = this.seen;
		if (before == null || before.version() != next.version() || !before.content().sameAs(next.content())) {
			this.seen = next;
		}
		this.undecodable = false;
		this.reading = false;
		recovered();
		return true;
	}

	private boolean nothingNew() {
		if (this.undecodable) {
			return false;
		}
		return recovered();
	}

	private boolean recovered() {
		boolean failing = this.problem != null;
		this.problem = null;
		this.backOffNanos = 0;
		return failing;
	}

	/*
	 * Whatever it was, the mapping is not used again: a truncated file shows as an
	 * InternalError some time after the access (docs/decisions/0003), and a fresh look at
	 * the path costs nothing that matters while failing.
	 */
	boolean failed(Throwable failure, long nowNanos) {
		if (!this.undecodable || failure instanceof InternalError) {
			this.undecodable = false;
			this.reader.close();
			this.heartbeat = Long.MIN_VALUE;
			if (this.reading && failure instanceof InternalError) {
				// it came late, between reading and taking: what was read is not lost
				this.reader.rewind();
			}
		}
		this.reading = false;
		this.absent = this.reader.isAbsent();
		boolean first = this.problem == null;
		this.backOffNanos = Math.min(Math.max(this.backOffNanos * 2, this.shortestBackOffNanos),
				LONGEST_BACK_OFF_NANOS);
		this.retryAtNanos = nowNanos + this.backOffNanos;
		this.pollFailures = this.pollFailures + 1;
		this.problem = explained(failure);
		return first;
	}

	private SharedConfigException explained(Throwable failure) {
		if (failure instanceof SharedConfigException known) {
			return known;
		}
		if (failure instanceof InternalError) {
			return new StorageException("read", this.reader.file(),
					"the file became shorter while it was mapped, or its storage failed", null, false);
		}
		return new StorageException("read", this.reader.file(), failure.getClass().getName(), null, false);
	}

	private void noteSign(long nowNanos) {
		this.signReadAtNanos = nowNanos;
		MasterSign sign = this.reader.sign();
		if (sign == null) {
			this.masterActive = false;
			return;
		}
		this.masterActive = sign.active();
		this.still = sign.heartbeat() == this.heartbeat;
		if (!this.still) {
			this.heartbeat = sign.heartbeat();
			this.lastSignNanos = nowNanos;
		}
	}

	/**
	 * Let go of the file; the next poll opens it again.
	 */
	void release() {
		this.reader.close();
		this.lookSoon = true;
	}

	/**
	 * Return whether this is the file, by its name in the directory.
	 */
	boolean isNamed(String fileName) {
		return this.fileName.equals(fileName);
	}

	Hearing hearing() {
		return this.hearing;
	}

	@Nullable DocumentSnapshot seen() {
		return this.seen;
	}

	/**
	 * Return a staged document that nobody has asked for yet.
	 */
	@Nullable Staged takeStaged() {
		return (this.staged.get() != null) ? this.staged.getAndSet(null) : null;
	}

	@Nullable SharedConfigException problem() {
		return this.problem;
	}

	/**
	 * Return whether nothing was at the path when it was looked at last.
	 */
	boolean isAbsent() {
		return this.absent;
	}

	long pollFailures() {
		return this.pollFailures;
	}

	/**
	 * Return how often the changes did not lead to the document that the master has.
	 */
	long divergences() {
		return this.line.divergences();
	}

	boolean isStale(long nowNanos, Duration staleAfter) {
		return !this.masterActive || nowNanos - this.lastSignNanos > staleAfter.toNanos();
	}

}
