package io.sharedconfig.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.SharedConfigException;

/**
 * A master in a process of its own. It publishes when told to, or as fast as it can, and
 * ends with its standard input.
 */
final class ChildMaster implements AutoCloseable {

	private static final String PUBLISH = "publish";

	private static final String RUN = "run";

	private final Process process;

	private final BufferedReader out;

	private final PrintWriter in;

	private ChildMaster(Process process) {
		this.process = process;
		this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static ChildMaster tryToStart(Path directory) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ChildMaster(new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), ChildMaster.class.getName(), directory.toString())
			.redirectErrorStream(true)
			.start());
	}

	String line() throws IOException {
		return String.valueOf(this.out.readLine());
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Publish one version and wait for it.
	 */
	void publish() throws IOException {
		this.in.println(PUBLISH);
		line();
	}

	/**
	 * Publish versions from now on until this process is killed.
	 */
	void run() {
		this.in.println(RUN);
	}

	/**
	 * Kill the process, as by {@code kill -9}, and wait until it is gone.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.in.close();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				kill();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	public static void main(String[] args) throws IOException {
		try (SharedFileStore store = SharedFileStore.open(StoreFixture.options(Path.of(args[0])))) {
			store.begin(null);
			System.out.println("started at " + store.lastVersion());
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				do {
					publishNext(store);
				}
				while (RUN.equals(line));
				System.out.println("published " + store.lastVersion());
			}
		}
		catch (SharedConfigException ex) {
			System.out.println(ex);
		}
	}

	private static void publishNext(SharedFileStore store) {
		long next = store.lastVersion() + 1;
		// now and then one that does not fit, so that the file is replaced
		int lengthBytes = (next % 1000 == 0) ? (int) (next / 1000 % 64) * 1024 : (int) (next * 7919 % 16_000);
		store.append(StoreFixture.whole(next, lengthBytes), CommitStep.NONE);
	}

}
