package io.sharedconfig.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import io.sharedconfig.file.FileEffects;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoreOptions;

/**
 * A master that is killed between the backup and the shared file, in the middle of a
 * publish.
 */
public final class DyingMaster {

	private DyingMaster() {
	}

	public static void main(String[] args) throws Exception {
		DocumentCodec codec = new DocumentCodec();
		SharedFileStore store = SharedFileStore.open(new StoreOptions(Path.of(args[0]), "orders", 1024 * 1024,
				1024 * 1024, PosixFilePermissions.fromString("rw-------"), null));
		Backup backup = Backup.open(Path.of(args[1]), "orders", codec, System.out::println, FileEffects.UNWATCHED);
		store.begin(null);
		long version = backup.last().version() + 1;
		Document document = codec.encode("{\"n\":" + version + "}");
		ConfigDiff diff = ConfigDiff.between("orders", version - 1, version, backup.last().document().properties(),
				document.properties());
		DocumentSnapshot next = new DocumentSnapshot("orders", version, System.currentTimeMillis(),
				RecordMeta.of("dying", null, diff), document);
		store.append(Versions.toWrite(next, null), () -> {
			backup.commit(next, null);
			System.out.println("committed " + version);
			killMyself();
		});
		System.out.println("published " + version);
	}

	private static void killMyself() {
		try {
			new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
