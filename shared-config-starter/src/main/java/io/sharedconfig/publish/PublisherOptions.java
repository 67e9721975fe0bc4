package io.sharedconfig.publish;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

import io.sharedconfig.DocumentValidator;
import io.sharedconfig.file.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a master publishes one configuration.
 * <p>
 * Immutable.
 *
 * @param store how the shared file is kept
 * @param backupDirectory where the durable copy is kept, {@code null} for none
 * @param history how much of the past is kept
 * @param validators who judges a document before it is published, in this order
 * @since 1.0.0
 */
public record PublisherOptions(StoreOptions store, @Nullable Path backupDirectory, HistoryLimits history,
		List<DocumentValidator> validators) {

	/**
	 * Create options.
	 */
	public PublisherOptions {
		validators = List.copyOf(validators);
	}

	/**
	 * Return options without a backup and validators, and with the usual history.
	 * @param directory the directory of the shared files
	 * @param name the configuration
	 * @param initialSizeBytes the largest document that the first file holds, in bytes
	 * @param maxSizeBytes the largest document that the file may be grown for, in bytes
	 * @param permissions the permissions of the data file
	 * @param group the group of the data file, {@code null} for the default one
	 * @return the options
	 */
	public static PublisherOptions of(Path directory, String name, int initialSizeBytes, int maxSizeBytes,
			Set<PosixFilePermission> permissions, @Nullable String group) {
		return new PublisherOptions(
				new StoreOptions(directory, name, initialSizeBytes, maxSizeBytes, permissions, group), null,
				HistoryLimits.DEFAULT, List.of());
	}

	/**
	 * Return the same options with another backup.
	 * @param directory where the durable copy is kept, {@code null} for none
	 * @return the options
	 */
	public PublisherOptions withBackup(@Nullable Path directory) {
		return new PublisherOptions(this.store, directory, this.history, this.validators);
	}

	/**
	 * Return the same options with another history.
	 * @param limits how much of the past is kept
	 * @return the options
	 */
	public PublisherOptions withHistory(HistoryLimits limits) {
		return new PublisherOptions(this.store, this.backupDirectory, limits, this.validators);
	}

	/**
	 * Return the same options with other validators.
	 * @param inOrder who judges a document before it is published
	 * @return the options
	 */
	public PublisherOptions withValidators(List<DocumentValidator> inOrder) {
		return new PublisherOptions(this.store, this.backupDirectory, this.history, inOrder);
	}

}
