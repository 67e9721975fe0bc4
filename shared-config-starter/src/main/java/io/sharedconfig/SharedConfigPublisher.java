package io.sharedconfig;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The master's door to one configuration.
 * <p>
 * Thread-safe; concurrent changes are made one after the other. A document is a
 * {@link java.util.Map}, a record or bean, a Jackson {@code JsonNode}, or JSON text as a
 * {@link CharSequence}; it must be a JSON object.
 *
 * @since 1.0.0
 */
public interface SharedConfigPublisher extends AutoCloseable {

	/**
	 * Return the configuration this publishes.
	 * @return its name
	 */
	String name();

	/**
	 * Return the newest version.
	 * @return the snapshot, {@code null} if nothing was published yet
	 */
	@Nullable ConfigSnapshot current();

	/**
	 * Return whether this process may publish.
	 * @return the state
	 */
	PublisherState state();

	/**
	 * Publish a document in place of the current one. When this method returns, the
	 * version is visible to every follower's next poll, and durable if a backup is kept.
	 * @param document the whole document
	 * @return the published version, or the current one if the document is the same
	 * @throws InvalidDocumentException if it is not a JSON object, or ambiguous
	 * @throws ConfigTooLargeException if it is larger than the file may grow
	 * @throws StorageException if it could not be written
	 * @throws NotMasterException if this process is not the master
	 */
	ConfigSnapshot publish(Object document);

	/**
	 * Begin a change of the current document.
	 * @return a new change that does nothing until it is published
	 */
	ConfigChange change();

	/**
	 * Return which versions are kept. With a backup that is what
	 * {@code shared-config.publisher.history} says; without one it is what was published
	 * since this publisher was opened, in memory, with the version it found.
	 * @return the revisions, newest first
	 * @throws StorageException if the history cannot be read
	 */
	List<ConfigRevision> history();

	/**
	 * Return one kept version with its document.
	 * @param version the version
	 * @return the version as it was published
	 * @throws VersionNotKeptException if it is not kept, or was never published
	 * @throws StorageException if the history cannot be read
	 */
	ConfigSnapshot revision(long version);

	/**
	 * Return the followers that live and report, as they have reported.
	 * @return the followers, empty if there are none or this process is not the master
	 */
	List<FollowerDescriptor> followers();

	/**
	 * Let every follower that lives try a document, without applying it.
	 * @param document the whole document
	 * @param timeout how long to wait at most; it returns as soon as all have answered,
	 * after a minute at the latest
	 * @return what each of them would do
	 * @throws InvalidDocumentException if it is not a JSON object, or ambiguous, or
	 * refused by a validator
	 * @throws ConfigTooLargeException if it is larger than the file may grow
	 * @throws StorageException if it could not be written
	 * @throws NotMasterException if this process is not the master
	 */
	StageReport stage(Object document, Duration timeout);

	/**
	 * Stop being the master. Followers keep the last version. Closing again does nothing.
	 */
	@Override
	void close();

}
