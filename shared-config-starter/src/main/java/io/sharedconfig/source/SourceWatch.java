package io.sharedconfig.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.publish.DocumentOwner;
import io.sharedconfig.publish.ObservedPublisher;
import io.sharedconfig.publish.OwnedPublisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Publishes what is in files, at the start and whenever they have changed. What cannot be
 * used is said once, and the last version stays until it can.
 * <p>
 * Thread-safe. Has one thread until it is closed.
 *
 * @since 1.0.0
 */
public final class SourceWatch implements DocumentOwner {

	/*
	 * A change is read when two looks in a row saw the same, so that nobody is read who
	 * is still writing, and believed when a third look, after reading, saw it too.
	 */
	private static final long INTERVAL_MS = 250;

	/*
	 * Somebody may write in place and put the times back, a file system may count whole
	 * seconds, and what failed may have failed for want of room on a disk.
	 */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

	private static final long SMALL_BYTES = 1024 * 1024;

	private static final int ATTEMPTS_AT_THE_START = 8;

	private static final int LONGEST_COMMENT = 1000;

	private static final Log logger = LogFactory.getLog(SourceWatch.class);

	private final ObservedPublisher publisher;

	private final SourceFiles sources;

	private final Set<String> profiles;

	private final SizeLimit limit;

	private final ScheduledExecutorService executor;

	private @Nullable List<SourceFile> seen;

	private @Nullable List<SourceFile> used;

	private long usedAtNanos;

	private @Nullable Long publishedChecksum;

	private volatile @Nullable String problem;

	private SourceWatch(ObservedPublisher publisher, SourceFiles sources, Set<String> profiles, long maxBytes) {
		this.publisher = publisher;
		this.sources = sources;
		this.profiles = Set.copyOf(profiles);
		this.limit = new SizeLimit(publisher.name(), maxBytes);
		this.executor = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "shared-config-sources-" + publisher.name());
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Give a configuration to files. If this process is the master, what is in them is
	 * published when this returns, unless they cannot be used and there is a version
	 * already.
	 * @param publisher the publisher, closed with what is returned, and if this fails
	 * @param sources paths of files and directories in which later ones win
	 * @param profiles the active profiles; empty stands for {@code default}
	 * @param maxBytes how long the files may be together, in bytes
	 * @return the publisher for everybody else, to be closed by the caller
	 * @throws IllegalArgumentException if a source is no path
	 * @throws SharedConfigException if nothing was published before and the sources
	 * cannot be
	 */
	public static OwnedPublisher own(ObservedPublisher publisher, List<String> sources, Set<String> profiles,
			long maxBytes) {
		try {
			SourceWatch watch = new SourceWatch(publisher, SourceFiles.of(sources), profiles, maxBytes);
			watch.begin();
			return new OwnedPublisher(publisher, watch);
		}
		catch (RuntimeException | Error ex) {
			publisher.close();
			throw ex;
		}
	}

	private void begin() {
		SharedConfigException failure = publishAtTheStart();
		if (failure != null && this.publisher.state() == PublisherState.ACTIVE && this.publisher.current() == null) {
			throw failure;
		}
		this.executor.scheduleWithFixedDelay(this::tick, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
	}

	private synchronized @Nullable SharedConfigException publishAtTheStart() {
		SharedConfigException failure = null;
		for (int attempt = 0; attempt < ATTEMPTS_AT_THE_START && this.used == null && isMaster(); attempt++) {
			this.seen = this.sources.look();
			failure = use(this.seen);
			if (this.used == null) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
			}
		}
		return failure;
	}

	/*
	 * A scheduled executor drops a task that threw once.
	 */
	private synchronized void tick() {
		try {
			if (!this.executor.isShutdown()) {
				look();
			}
		}
		catch (RuntimeException | Error ex) {
			failed(ex.getClass().getName());
		}
	}

	private boolean isMaster() {
		return this.publisher.state() == PublisherState.ACTIVE;
	}

	private void look() {
		if (!isMaster()) {
			this.used = null; // once it is, what is in the files is published
			return;
		}
		List<SourceFile> now = this.sources.look();
		boolean still = now.equals(this.seen);
		this.seen = now;
		if (still && (!now.equals(this.used) || mayHaveChangedUnseen(now))) {
			use(now);
		}
	}

	private boolean mayHaveChangedUnseen(List<SourceFile> files) {
		boolean small = files.stream().mapToLong(SourceFile::sizeBytes).sum() <= SMALL_BYTES;
		return (small || this.problem != null) && System.nanoTime() - this.usedAtNanos >= LOOK_AGAIN.toNanos();
	}

	private @Nullable SharedConfigException use(List<SourceFile> files) {
		try {
			SourceContents contents = SourceContents.read(files, this.limit);
			if (!files.equals(this.sources.look())) {
				return null; // changed meanwhile: not used
			}
			sayWhatIsGone(files);
			used(files);
			publish(files, contents);
			solved();
			return null;
		}
		catch (SharedConfigException ex) {
			return failed(files, ex);
		}
		catch (RuntimeException ex) {
			return failed(files, new InvalidDocumentException(
					"sources %s: it was refused with %s".formatted(this.sources, ex.getClass().getName())));
		}
		catch (OutOfMemoryError | StackOverflowError ex) {
			return failed(files, new InvalidDocumentException(
					"sources %s: they need more memory than this process has".formatted(this.sources)));
		}
	}

	private void used(List<SourceFile> files) {
		this.used = files;
		this.usedAtNanos = System.nanoTime();
	}

	private void publish(List<SourceFile> files, SourceContents contents) {
		long checksum = contents.checksum();
		if (this.problem == null && this.publishedChecksum != null && this.publishedChecksum == checksum) {
			return;
		}
		logger.debug(LogMessage.format("Reading the sources of shared config '%s': %s", this.publisher.name(),
				names(files)));
		this.publisher.change()
			.document(contents.document(this.profiles))
			.author("shared-config.publisher.sources")
			.comment(comment(files))
			.publish();
		this.publishedChecksum = checksum;
	}

	private static String comment(List<SourceFile> files) {
		String names = names(files);
		return "From " + ((names.length() <= LONGEST_COMMENT) ? names : files.size() + " files");
	}

	private static String names(List<SourceFile> files) {
		return files.stream().map((file) -> file.path().toString()).collect(Collectors.joining(", "));
	}

	/*
	 * Only a file of a directory can be gone without a problem.
	 */
	private void sayWhatIsGone(List<SourceFile> files) {
		List<SourceFile> before = Objects.requireNonNullElse(this.used, List.of());
		Set<Path> now = files.stream().map(SourceFile::path).collect(Collectors.toSet());
		before.stream()
			.filter((file) -> !now.contains(file.path()) && file.problem() == null)
			.forEach((file) -> logger.warn("Source '%s' of shared config '%s' is gone, and its properties with it"
				.formatted(file.path(), this.publisher.name())));
	}

	private SharedConfigException failed(List<SourceFile> files, SharedConfigException failure) {
		used(files);
		String message = failure.getMessage();
		failed((message != null) ? message : failure.getClass().getName());
		return failure;
	}

	private void failed(String text) {
		if (!text.equals(this.problem) && !this.executor.isShutdown()) {
			ConfigSnapshot current = this.publisher.current();
			if (current != null) { // else the start fails with it
				logger.warn("Shared config '%s' stays at version %d: %s".formatted(this.publisher.name(),
						current.version(), text));
			}
			this.problem = text;
		}
	}

	private void solved() {
		if (this.problem != null) {
			logger.info("The sources of shared config '%s' are in order again".formatted(this.publisher.name()));
			this.problem = null;
		}
	}

	@Override
	public String description() {
		return this.sources.toString();
	}

	@Override
	public @Nullable String problem() {
		return this.problem;
	}

	@Override
	public synchronized void close() {
		this.executor.shutdown();
	}

}
