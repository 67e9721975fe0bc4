package io.sharedconfig.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.CommitStep;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.file.StoredRecord;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.file.StoredVersion;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.publish.PublishEvents;

/**
 * A master that is going to be killed. It waits for the word, so that the start of its
 * virtual machine costs the test nothing: a line with its number. Then it publishes as
 * fast as it can, but as number 0 nothing.
 */
final class TortureMaster {

	private static final int VERSIONS_PER_HASH = 8;

	private final Path root;

	private final TortureScene scene;

	private final Path backup;

	private final SelfCheckingDocument document = new SelfCheckingDocument();

	private final DocumentCodec codec = new DocumentCodec();

	private final Progress progress;

	private TortureMaster(Path root, Path backup, TortureScene scene) {
		this.root = root;
		this.backup = backup;
		this.scene = scene;
		this.progress = new Progress(root);
	}

	public static void main(String[] args) throws IOException {
		TortureMaster master = new TortureMaster(Path.of(args[0]), Path.of(args[1]), TortureScene.valueOf(args[2]));
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			int number = Integer.parseInt(line);
			say("opening");
			try {
				master.publish(number, in);
				say("closed");
			}
			catch (MasterAlreadyRunningException ex) {
				say("refused " + ex.pid());
			}
			catch (Exception | Error ex) {
				say("failed " + ex);
				throw ex;
			}
		}
	}

	static void say(String line) {
		System.out.println("@" + line);
	}

	/**
	 * End with whoever started this process.
	 */
	static void haltWithStandardInput(BufferedReader in) {
		Thread watch = new Thread(() -> {
			try {
				String line = in.readLine();
				while (line != null) {
					line = in.readLine();
				}
			}
			catch (IOException ex) {
				// closed
			}
			Runtime.getRuntime().halt(1);
		});
		watch.setDaemon(true);
		watch.start();
	}

	private void publish(int number, BufferedReader in) {
		if (this.scene == TortureScene.STORE) {
			publishToStore(number, in);
		}
		else {
			publishByPublisher(number, in);
		}
	}

	private void publishToStore(int number, BufferedReader in) {
		byte[] meta = "{\"author\":\"m%d\"}".formatted(number).getBytes(StandardCharsets.UTF_8);
		try (SharedFileStore store = SharedFileStore
			.open(new StoreOptions(this.root.resolve("shared"), TortureScene.NAME, TortureScene.INITIAL_BYTES,
					SelfCheckingDocument.MAX_BYTES, PosixFilePermissions.fromString("rw-------"), null))) {
			StoredRun last = store.last();
			store.begin((last != null) ? whole(last) : null);
			long first = store.lastVersion() + 1;
			begin(first - 1, number, in, (version) -> {
				byte[] document = this.document.bytes();
				byte[] patch = (version > first) ? this.document.patch(version, number) : null;
				long hash = (patch != null && version % VERSIONS_PER_HASH == 0)
						? this.codec.decode(document).stateHash() : 0;
				store.append(new NewVersion(version, 1_700_000_000_000L + version, hash, meta, document.length,
						() -> document, patch), CommitStep.NONE);
				return version;
			});
		}
	}

	private NewVersion whole(StoredRun run) {
		StoredRecord last = run.last();
		this.document.make(last.version(), SelfCheckingDocument.master(run.snapshot().payload()));
		return NewVersion.of(new StoredVersion(last.version(), last.publishedAtMs(), last.stateHash(), last.meta(),
				this.document.bytes()));
	}

	private void publishByPublisher(int number, BufferedReader in) {
		var builder = SharedConfigs.publisher(this.root.resolve("shared"), TortureScene.NAME)
			.size(TortureScene.INITIAL_BYTES, SelfCheckingDocument.MAX_BYTES)
			.events(new Warnings());
		try (SharedConfigPublisher publisher = this.scene.hasBackup() ? builder.backup(this.backup).open()
				: builder.withoutBackup().open()) {
			ConfigSnapshot current = publisher.current();
			begin((current != null) ? current.version() : 0, number, in,
					(version) -> publisher.publish(this.document.json()).version());
		}
	}

	private void begin(long last, int number, BufferedReader in, Publish publish) {
		say("started " + last);
		if (number == 0) {
			return;
		}
		haltWithStandardInput(in);
		for (long version = last + 1;; version++) {
			this.document.make(version, number);
			long published = publish.publish(version);
			if (published != version) {
				throw new IllegalStateException("published %d as %d".formatted(version, published));
			}
			this.progress.published(version);
			if (version == last + 1) {
				say("first " + version);
			}
		}
	}

	/**
	 * Publishes the document that was made last.
	 */
	@FunctionalInterface
	private interface Publish {

		long publish(long version);

	}

	/**
	 * A half-written line of the history is what a kill leaves; anything else is not.
	 */
	private static final class Warnings implements PublishEvents {

		@Override
		public void warning(String name, String problem) {
			if (!problem.startsWith("the unfinished last line of")) {
				say("failed warning: " + problem);
			}
		}

		@Override
		public void fenced(String name, String reason) {
			say("failed fenced: " + reason);
		}

	}

}
