package io.sharedconfig.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import static io.sharedconfig.file.StoreFixture.NAME;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A follower before files that nobody writes. The inputs are random; the seed is in the
 * message of a failure and can be given as {@code -Dfuzz.seed}. The long form is guided
 * by coverage, see {@code docs/reliability.md}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class FileFuzzTests {

	private static final int INPUTS = Integer.getInteger("fuzz.inputs", 10_000);

	private static final int FILES = INPUTS / 10;

	private static final int LONGEST_INPUT = 1500;

	private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

	private final SplittableRandom random = new SplittableRandom(this.seed);

	@TempDir
	Path temp;

	@Test
	void readWhenFileIsFuzzedFailsWithOwnExceptionsAndAllocatesWithinBounds() {
		FileFuzzer.Outcome all = new FileFuzzer.Outcome();
		for (int count = 0; count < INPUTS; count++) {
			byte[] input = input();
			try {
				all.add(FileFuzzer.run(input));
			}
			catch (RuntimeException | Error ex) {
				throw failure(input, ex);
			}
		}
		// else it is not the reading that is tested; far below what is usual, for the
		// inputs are random: about 35 of 100 are read, and 5 decoded
		assertThat(all.read()).as(toString()).isGreaterThan(INPUTS / 10);
		assertThat(all.decoded()).as(toString()).isGreaterThan(INPUTS / 50);
		assertThat(all.refused()).as(toString()).isGreaterThan(INPUTS / 10);
	}

	@Test
	void readWhenInputWasFoundBeforeFailsWithOwnExceptionsAndAllocatesWithinBounds() throws IOException {
		for (byte[] input : found()) {
			try {
				FileFuzzer.run(input);
			}
			catch (RuntimeException | Error ex) {
				throw failure(input, ex);
			}
		}
	}

	/**
	 * Return what the guided fuzzer reached other code with, and what has failed once.
	 */
	static List<byte[]> found() throws IOException {
		try (InputStream corpus = FileFuzzTests.class.getResourceAsStream("fuzz-corpus.txt")) {
			return new String(corpus.readAllBytes(), StandardCharsets.US_ASCII).lines()
				.map(Base64.getDecoder()::decode)
				.toList();
		}
	}

	@Test
	void currentWhenFileIsFuzzedIsTheLastGoodVersion() throws IOException, InterruptedException {
		Path directory = this.temp.resolve("shared");
		publish(directory, "{\"good\":1}");
		try (SharedConfigFollower follower = SharedConfigs.follower(directory, NAME)
			.pollInterval(Duration.ofHours(1))
			.doorbell(false)
			.open()) {
			for (int count = 0; count < FILES; count++) {
				byte[] input = input();
				try {
					put(FuzzedFile.begin(new FuzzInput(input)).mutate().bytes(), StoreFixture.data(directory));
					refresh(follower);
				}
				catch (RuntimeException | Error ex) {
					throw failure(input, ex);
				}
			}
			Files.delete(StoreFixture.data(directory));
			publish(directory, "{\"good\":2}");
			// applied already if the ring was faster
			assertThat(follower.refresh().outcome()).as(toString()).isIn(Outcome.APPLIED, Outcome.UNCHANGED);
			assertThat(follower.current().json()).as(toString()).isEqualTo("{\"good\":2}");
		}
	}

	private static void refresh(SharedConfigFollower follower) {
		ConfigSnapshot before = follower.current();
		RefreshResult result = follower.refresh();
		assertThat(String.valueOf(result.reason())).doesNotContain("does not answer", FuzzedJson.SECRET);
		if (result.outcome() == Outcome.APPLIED) {
			String json = follower.current().json();
			assertThat(json).isEqualTo(new DocumentCodec().encode(json).json());
		}
		else {
			assertThat(follower.current()).isSameAs(before);
		}
	}

	/**
	 * In place of the file, over the file, or over the file with the file's length kept.
	 */
	private void put(byte[] image, Path file) throws IOException {
		int way = this.random.nextInt(3);
		if (way == 0) {
			Path other = Files.write(Files.createFile(file.resolveSibling("other"),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))), image);
			Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
			return;
		}
		try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
			access.write(image, 0, (way == 1) ? image.length : (int) Math.min(image.length, access.length()));
			if (way == 1) {
				access.setLength(image.length);
			}
		}
	}

	private static void publish(Path directory, String document) {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(directory, NAME)
			.size(16 * 1024, 1024 * 1024)
			.withoutBackup()
			.open()) {
			publisher.publish(document);
		}
	}

	private byte[] input() {
		byte[] input = new byte[this.random.nextInt(LONGEST_INPUT)];
		this.random.nextBytes(input);
		return input;
	}

	private AssertionError failure(byte[] input, Throwable problem) {
		return new AssertionError(this + " input=" + Base64.getEncoder().encodeToString(input), problem);
	}

	@Override
	public String toString() {
		return "fuzz.seed=" + this.seed;
	}

}
