package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.sharedconfig.ConfigName;
import io.sharedconfig.StorageException;

/**
 * The file that holds a document for followers to try before it is published: a shared
 * file like any other, with a name that no configuration can have.
 * <p>
 * Not thread-safe. Lives until it is closed, and its files with it.
 *
 * @since 1.0.0
 */
public final class StageFile implements AutoCloseable {

	private static final String SUFFIX = "~stage";

	private final StoreFiles files;

	private final SharedFileStore store;

	private StageFile(StoreFiles files, SharedFileStore store) {
		this.files = files;
		this.store = store;
	}

	/**
	 * Return the name under which documents of a configuration are staged.
	 * @param name the configuration
	 * @return a name for {@link SharedFileReader}
	 */
	public static String nameFor(String name) {
		return name + SUFFIX;
	}

	/**
	 * Check a name of shared files.
	 */
	static String requireValid(String name) {
		ConfigName.requireValid((name.endsWith(SUFFIX)) ? name.substring(0, name.length() - SUFFIX.length()) : name);
		return name;
	}

	/**
	 * Put a document where followers find it as soon as
	 * {@link SharedFileStore#announceStage()} tells them to look. To be called by the
	 * holder of the master's lock only.
	 * @param options how the master keeps its file
	 * @param version the document, under a number that no staged document had before
	 * @param host what the master runs on
	 * @return the file, to be closed by the caller
	 * @throws io.sharedconfig.ConfigTooLargeException if it is larger than the shared
	 * file may become
	 * @throws StorageException if it cannot be written; nothing is left of it
	 */
	public static StageFile create(StoreOptions options, StoredVersion version, StoreHost host) {
		StoreOptions own = new StoreOptions(options.directory(), nameFor(options.name()),
				Math.min(options.maxPayloadBytes(), Math.max(1, version.payload().length)), options.maxPayloadBytes(),
				options.permissions(), options.group());
		StoreFiles files = new StoreFiles(own.directory(), own.name(), host.effects());
		delete(files);
		StageFile stage = new StageFile(files, SharedFileStore.open(own, host));
		try {
			stage.store.begin(NewVersion.of(version));
			return stage;
		}
		catch (RuntimeException | Error ex) {
			stage.close();
			throw ex;
		}
	}

	/**
	 * Remove what a master left that died while a document was staged. To be called by
	 * the holder of the master's lock only.
	 * @param options how the master keeps its file
	 * @param host what it runs on
	 * @throws StorageException if it cannot be removed
	 */
	public static void deleteLeftover(StoreOptions options, StoreHost host) {
		delete(new StoreFiles(options.directory(), nameFor(options.name()), host.effects()));
	}

	private static void delete(StoreFiles files) {
		for (Path path : List.of(files.data(), files.lock())) {
			try {
				files.effects().delete(path);
			}
			catch (IOException ex) {
				throw new StorageException("remove", path, ex);
			}
		}
	}

	@Override
	public void close() {
		try {
			delete(this.files);
		}
		finally {
			this.store.close();
		}
	}

}
