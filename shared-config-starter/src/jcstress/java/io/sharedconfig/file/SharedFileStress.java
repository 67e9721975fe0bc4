package io.sharedconfig.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

import io.sharedconfig.CorruptFileException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The same with a real store, reader and file: every actor of a virtual machine publishes
 * to or reads from one file, whose arenas hold three versions each, so that they are used
 * again all the time.
 */
@JCStressTest
@Outcome(id = "nothing new", expect = Expect.ACCEPTABLE, desc = "nothing new, or lapped three times")
@Outcome(id = "whole and newer", expect = Expect.ACCEPTABLE, desc = "a version as it was published")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, older than the one before, or a good file called corrupt")
@State
public class SharedFileStress {

	private static final int PAYLOAD = 16 * 1024;

	private static final SharedFileStore STORE;

	private static final SharedFileReader READER;

	private static long published;

	private static long taken;

	static {
		try {
			Path directory = Files.createTempDirectory("shared-config-jcstress");
			STORE = StoreFixture.begun(StoreFixture.options(directory.resolve("shared"), PAYLOAD, PAYLOAD));
			READER = StoreFixture.reader(directory.resolve("shared"));
			Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Actor
	public void master() {
		published++;
		STORE.append(StoreFixture.whole(published, PAYLOAD), CommitStep.NONE);
	}

	@Actor
	public void follower(L_Result result) {
		try {
			StoredRun read = READER.read();
			result.r1 = (read == null) ? "nothing new" : judge(read);
		}
		catch (CorruptFileException ex) {
			result.r1 = ex.getMessage();
		}
	}

	private static String judge(StoredRun read) {
		if (read.version() <= taken) {
			return "older";
		}
		taken = read.version();
		return StoreFixture.isWhole(read) ? "whole and newer" : "torn";
	}

	private static void delete(Path directory) {
		STORE.close();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
