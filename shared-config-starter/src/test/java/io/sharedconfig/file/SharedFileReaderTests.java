package io.sharedconfig.file;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sharedconfig.file.StoreFixture.NAME;
import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedFileReader}.
 */
class SharedFileReaderTests extends SharedFileScene {

	private static final int FIRST_RECORD = 65536;

	@Test
	void readWhenDirectoryIsAbsentReturnsNothing() {
		assertThat(this.reader.hasNews()).isTrue();
		assertThat(this.reader.read()).isNull();
		assertThat(this.reader.sign()).isNull();
		this.reader.lookAtPath();
	}

	@Test
	void readWhenFileIsAbsentReturnsNothing() throws IOException {
		Files.createDirectory(this.directory, PosixFilePermissions.asFileAttribute(permissions("rwx------")));
		assertThat(this.reader.read()).isNull();
		assertThat(this.reader.hasNews()).isTrue();
	}

	@Test
	void readWhenNothingIsPublishedReturnsNothingAndHasNoNews() {
		begun(options(this.directory)).close();
		assertThat(this.reader.read()).isNull();
		assertThat(this.reader.hasNews()).isFalse();
	}

	/*
	 * The thread that reads may have an error of a truncated mapping still to come, which
	 * would keep the channel from being closed (docs/decisions/0003).
	 */
	@Test
	void readWhenFileIsCutOpensItOnAThreadThatTouchesNoMapping() throws IOException {
		publish(version(1, 20));
		Files.write(StoreFixture.data(this.directory), new byte[10]);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("fileLengthBytes")
			.satisfies((ex) -> assertThat(ex.getStackTrace())
				.noneMatch((frame) -> frame.getClassName().equals(SharedFileReader.class.getName())));
	}

	@Test
	void readWhenFileAppearsLaterReturnsItsVersion() {
		assertThat(this.reader.read()).isNull();
		publish(version(1, 20));
		assertThat(this.reader.read()).matches(StoreFixture::isWhole);
	}

	@Test
	void readWhenMagicIsNotWrittenYetReturnsNothing() throws IOException {
		publish(version(1, 20));
		StoreFixture.patchLong(this.data, SharedFileLayout.MAGIC_OFFSET, 0);
		assertThat(this.reader.read()).isNull();
		StoreFixture.patchLong(this.data, SharedFileLayout.MAGIC_OFFSET, SharedFileLayout.MAGIC);
		assertThat(this.reader.read()).isNotNull();
	}

	@Test
	void readWhenVersionsWereSkippedReturnsTheNewest() {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 3000), CommitStep.NONE);
			this.reader.read();
			for (long next = 2; next <= 60; next++) {
				store.append(whole(next, 3000), CommitStep.NONE);
			}
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(60L);
		}
	}

	@Test
	void readWhenClosedAndOpenedAgainReturnsNewerVersionsOnly() {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			this.reader.close();
			assertThat(this.reader.hasNews()).isTrue();
			assertThat(this.reader.read()).isNull();
			assertThat(this.reader.hasNews()).isFalse();
			store.append(whole(2, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
		}
	}

	@Test
	void readWhenAnotherFileHasALowerVersionReturnsIt() throws IOException {
		publish(version(9, 20));
		assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(9L);
		Files.delete(this.data);
		publish(version(2, 20));
		assertThat(this.reader.hasNews()).isFalse();
		this.reader.lookAtPath();
		assertThat(this.reader.hasNews()).isTrue();
		assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
	}

	@Test
	void lookAtPathWhenFileIsGoneKeepsTheMapping() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			this.reader.read();
			Files.delete(this.data);
			this.reader.lookAtPath();
			store.append(whole(1, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
		}
	}

	@Test
	void readWhenMovedAndNothingIsInPlaceReturnsNothing() throws IOException {
		publish(version(1, 20));
		this.reader.read();
		StoreFixture.patchLong(this.data, SharedFileLayout.PUBLISHED_OFFSET, SharedFileLayout.MOVED);
		assertThat(this.reader.hasNews()).isTrue();
		assertThat(this.reader.read()).isNull();
		Files.delete(this.data);
		assertThat(this.reader.read()).isNull();
		publish(version(2, 20));
		assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
	}

	@Test
	void signWhenMasterBeatsAndClosesShowsIt() {
		try (SharedFileStore store = begun(options(this.directory))) {
			this.reader.read();
			MasterSign before = this.reader.sign();
			assertThat(before).isNotNull();
			assertThat(before.active()).isTrue();
			store.beat();
			assertThat(this.reader.sign()).isEqualTo(new MasterSign(before.heartbeat() + 1, true));
		}
		assertThat(this.reader.sign()).extracting(MasterSign::active).isEqualTo(false);
	}

	@Test
	void hasNewsWhenIdleAllocatesNothing() {
		publish(version(1, 20));
		this.reader.read();
		long least = LongStream.range(0, 20).map((round) -> allocatedByPolls(100_000)).min().orElseThrow();
		assertThat(least).isZero();
	}

	private long allocatedByPolls(int polls) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		int news = 0;
		long before = threads.getThreadAllocatedBytes(thread);
		for (int poll = 0; poll < polls; poll++) {
			news += this.reader.hasNews() ? 1 : 0;
		}
		long allocatedBytes = threads.getThreadAllocatedBytes(thread) - before;
		assertThat(news).isZero();
		return allocatedBytes;
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 4000, 16384 })
	void readWhenArenasAreUsedAgainAllTheTimeIsNeverTorn(int maxPayloadBytes) throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (SharedFileStore store = begun(options(this.directory, 16384, 16384))) {
			Future<Long> reads = executor.submit(() -> readUntil(done));
			for (long next = 1; next <= 50_000; next++) {
				store.append(whole(next, (int) (next * 7919 % maxPayloadBytes)), CommitStep.NONE);
			}
			done.set(true);
			assertThat(reads.get(30, TimeUnit.SECONDS)).isPositive();
		}
		finally {
			done.set(true);
			executor.shutdown();
		}
	}

	private long readUntil(AtomicBoolean done) {
		long reads = 0;
		long last = 0;
		while (!done.get() || this.reader.hasNews()) {
			StoredRun read = this.reader.read();
			if (read != null) {
				assertThat(StoreFixture.isWhole(read)).as("version %d is whole", read.version()).isTrue();
				assertThat(read.version()).isGreaterThan(last);
				last = read.version();
				reads++;
			}
		}
		assertThat(last).isEqualTo(50_000);
		return reads;
	}

	@Test
	void readWhenLappedEveryTimeGivesUpForNow() throws IOException {
		publish(version(1, 20));
		StoreFixture.patchLong(this.data, SharedFileLayout.RECLAIM_OFFSET, 1);
		assertThat(this.reader.read()).isNull();
		assertThat(this.reader.hasNews()).isTrue();
		StoreFixture.patchLong(this.data, SharedFileLayout.RECLAIM_OFFSET, 0);
		assertThat(this.reader.read()).isNotNull();
	}

	@Test
	void readWhenLappedAndGarbageIsNotCorrupt() throws IOException {
		publish(version(1, 20));
		StoreFixture.patchInt(this.data, FIRST_RECORD, -1);
		StoreFixture.patchLong(this.data, SharedFileLayout.RECLAIM_OFFSET, 1);
		assertThat(this.reader.read()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			128   | 1          | published expected=the position of a record found=1
			128   | -64        | published expected=the position of a record found=-64
			128   | 64         | recordPosition=64 lengthBytes expected=64 to
			65536 | 0          | recordPosition=0 lengthBytes expected=64 to 20544 found=0
			65536 | 20608      | recordPosition=0 lengthBytes expected=64 to 20544 found=20608
			65536 | 192        | recordPosition=0 payloadLengthBytes expected=
			65560 | 64         | recordPosition=0 snapshotPosition expected=at most 0 in the same arena found=64
			65560 | -64        | recordPosition=0 snapshotPosition expected=at most 0 in the same arena found=-64
			65544 | 2          | recordPosition=0 headerCrc32 expected=
			65600 | 2          | recordPosition=0 payloadCrc32 expected=
			""")
	void readWhenPublishedContentIsWrongSaysWhat(int offset, long value, String facts) throws IOException {
		publish(version(1, 20));
		if (offset % 65536 == 0) {
			StoreFixture.patchInt(this.data, offset, (int) value);
		}
		else {
			StoreFixture.patchLong(this.data, offset, value);
		}
		if (!facts.contains("payloadLengthBytes")) {
			assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
				.withMessageStartingWith("Shared config file '%s' is corrupt: %s".formatted(this.data, facts));
		}
		else {
			assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read);
		}
		assertThat(this.reader.hasNews()).isTrue();
	}

	@Test
	void readWhenPublishedGoesBackIsRefused() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			store.append(whole(2, 20), CommitStep.NONE);
		}
		this.reader.read();
		StoreFixture.patchLong(this.data, SharedFileLayout.PUBLISHED_OFFSET, 0);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("published expected=at least 256 found=0");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4095, 4096, 65536, 196607 })
	void readWhenFileIsTruncatedIsRefused(int lengthBytes) throws IOException {
		publish(version(1, 20));
		StoreFixture.truncate(this.data, lengthBytes);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("fileLengthBytes expected=")
			.withMessageEndingWith("found=" + lengthBytes);
	}

	@Test
	void readWhenFileIsTooLongIsRefused() throws IOException {
		publish(version(1, 20));
		StoreFixture.truncate(this.data, 196609);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("fileLengthBytes expected=196608 found=196609");
	}

	@Test
	void readWhenFileIsGarbageIsRefused() throws IOException {
		publish(version(1, 20));
		Files.writeString(this.data, "This is not a shared file. ".repeat(10_000));
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("magic expected=0x0a0d464e4f434853 found=0x2073692073696854");
	}

	@Test
	void readWhenFileIsOfAnotherMajorIsRefused() throws IOException {
		publish(version(1, 20));
		StoreFixture.patch(this.data, SharedFileLayout.FORMAT_MAJOR_OFFSET, (byte) 2);
		assertThatExceptionOfType(IncompatibleFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("formatMajor expected=1 found=2");
	}

	@Test
	void readWhenFileIsADirectoryIsRefused() throws IOException {
		publish(version(1, 20));
		Files.delete(this.data);
		Files.createDirectory(this.data);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("type expected=file found=directory");
	}

	@Test
	void readWhenFileIsALinkIsRefused() throws IOException {
		publish(version(1, 20));
		Path elsewhere = this.temp.resolve("elsewhere");
		Files.move(this.data, elsewhere);
		Files.createSymbolicLink(this.data, elsewhere);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("type expected=file found=link");
	}

	@Test
	void readWhenFileIsWritableByOthersIsRefused() throws IOException {
		publish(version(1, 20));
		Files.setPosixFilePermissions(this.data, permissions("rw----rw-"));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("writableBy expected=owner found=others");
	}

	@ParameterizedTest
	@CsvSource({ "rwxrwx---, group", "rwx----w-, others" })
	void readWhenDirectoryIsWritableByOthersIsRefused(String permissions, String who) throws IOException {
		publish(version(1, 20));
		Files.setPosixFilePermissions(this.directory, permissions(permissions));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("writableBy expected=owner found=" + who)
			.withMessageContaining("Set 'shared-config.directory'");
	}

	@Test
	void readWhenDirectoryIsALinkIsRefused() throws IOException {
		publish(version(1, 20));
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), this.directory);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(StoreFixture.reader(link)::read)
			.withMessageContaining("type expected=directory found=link");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared", "on/the/way/shared" })
	void readWhenDirectoryIsBelowAFileIsRefused(String below) throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThatExceptionOfType(StorageException.class).isThrownBy(StoreFixture.reader(file.resolve(below))::read)
			.withMessageContaining("Not a directory");
	}

	@Test
	void readWhenOwnerIsAnotherUserIsRefusedUnlessTrusted() throws IOException {
		assumeThat(SharedDirectory.currentOwner()).isEqualTo("0");
		publish(version(1, 20));
		Files.setAttribute(this.data, "unix:uid", 65534);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("owner expected=0 found=65534");
		Files.setAttribute(this.directory, "unix:uid", 65534);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("'%s' is not trusted: owner expected=0 found=65534. Set 'shared-config.directory'"
				.formatted(this.directory));
		assertThat(new SharedFileReader(this.directory, NAME, Set.of("65534")).read()).isNotNull();
		String ownerName = Files.getOwner(this.directory).getName();
		assertThat(new SharedFileReader(this.directory, NAME, Set.of(ownerName)).read()).isNotNull();
	}

	@Test
	void readWhenThreadIsInterruptedReadsAndStaysInterrupted() {
		publish(version(1, 20));
		Thread.currentThread().interrupt();
		StoredRun read = this.reader.read();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(read).matches(StoreFixture::isWhole);
	}

	@Test
	void readWhenFileIsTruncatedWhileMappedGoesOnWithTheNextFile() throws Exception {
		publish(version(1, 3000));
		BlockingQueue<Long> versions = new LinkedBlockingQueue<>();
		AtomicInteger failures = new AtomicInteger();
		AtomicBoolean done = new AtomicBoolean();
		Thread poller = new Thread(() -> {
			while (!done.get()) {
				MappingFaults.survive(() -> pollUntil(done, versions, failures));
			}
		});
		poller.start();
		try {
			assertThat(versions.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
			StoreFixture.truncate(this.data, 0);
			await().until(() -> failures.get() > 3);
			publish(version(2, 20));
			assertThat(versions.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
		}
		finally {
			done.set(true);
			poller.join();
		}
	}

	private void pollUntil(AtomicBoolean done, BlockingQueue<Long> versions, AtomicInteger failures) {
		while (!done.get()) {
			try {
				StoredRun read = this.reader.hasNews() ? this.reader.read() : null;
				if (read != null) {
					versions.add(StoreFixture.isWhole(read) ? read.version() : -1);
				}
			}
			catch (InternalError | CorruptFileException ex) {
				this.reader.close();
				failures.incrementAndGet();
			}
		}
	}

	@Test
	void readWhenFileIsReplacedByACopyOfAnEarlierStateIsRefused() throws IOException {
		Path copy = this.temp.resolve("copy");
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Files.copy(this.data, copy, StandardCopyOption.COPY_ATTRIBUTES);
			store.append(whole(2, 20), CommitStep.NONE);
			this.reader.read();
		}
		Files.move(copy, this.data, StandardCopyOption.ATOMIC_MOVE);
		this.reader.lookAtPath();
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("published expected=at least");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Orders", "a/b", "..", ".a", "a~b" })
	void createWhenNameIsInvalidIsRefused(String name) {
		assertThatExceptionOfType(InvalidNameException.class)
			.isThrownBy(() -> new SharedFileReader(this.directory, name, Set.of()));
	}

	private void publish(StoredVersion version) {
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(NewVersion.of(version));
		}
	}

	private static Set<PosixFilePermission> permissions(String text) {
		return PosixFilePermissions.fromString(text);
	}

}
