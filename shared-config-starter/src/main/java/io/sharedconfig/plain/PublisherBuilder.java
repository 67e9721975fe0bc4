package io.sharedconfig.plain;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.sharedconfig.ConfigName;
import io.sharedconfig.DocumentValidator;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.publish.HistoryLimits;
import io.sharedconfig.publish.MasterPublisher;
import io.sharedconfig.publish.PublishEvents;
import io.sharedconfig.publish.PublisherOptions;
import io.sharedconfig.publish.StandbyPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Opens a publisher.
 * <p>
 * Not thread-safe; one per publisher.
 *
 * @since 1.0.0
 */
public final class PublisherBuilder {

	private static final int MEBIBYTE = 1024 * 1024;

	private final Path directory;

	private final String name;

	private @Nullable Path backupDirectory = Path.of(System.getProperty("user.home"), ".shared-config");

	private final List<DocumentValidator> validators = new ArrayList<>();

	private HistoryLimits history = HistoryLimits.DEFAULT;

	private int initialSizeBytes = MEBIBYTE;

	private int maxSizeBytes = 64 * MEBIBYTE;

	private Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");

	private @Nullable String group;

	private @Nullable Object initial;

	private boolean standby;

	private PublishEvents events = PublishEvents.NONE;

	PublisherBuilder(Path directory, String name) {
		this.directory = Objects.requireNonNull(directory, "'directory' must not be null");
		this.name = Objects.requireNonNull(name, "'name' must not be null");
	}

	/**
	 * Set the document that is published only when nothing was published before; none if
	 * not set.
	 * @param document a map, record, bean, {@code JsonNode} or JSON text that is an
	 * object
	 * @return this builder
	 */
	public PublisherBuilder initial(Object document) {
		this.initial = document;
		return this;
	}

	/**
	 * Set where the durable copy and history are kept; {@code .shared-config} in the
	 * user's home if not set.
	 * @param backupDirectory a directory of this user, made if it is not there
	 * @return this builder
	 */
	public PublisherBuilder backup(Path backupDirectory) {
		this.backupDirectory = Objects.requireNonNull(backupDirectory, "'backupDirectory' must not be null");
		return this;
	}

	/**
	 * Keep no durable copy: what was published may be gone after a reboot.
	 * @return this builder
	 */
	public PublisherBuilder withoutBackup() {
		this.backupDirectory = null;
		return this;
	}

	/**
	 * Let somebody judge each document before it is published; nobody if not set.
	 * @param validator asked after those that were added before
	 * @return this builder
	 */
	public PublisherBuilder validator(DocumentValidator validator) {
		this.validators.add(Objects.requireNonNull(validator, "'validator' must not be null"));
		return this;
	}

	/**
	 * Set how much of the past is kept; 1000 versions and 64 MiB if not set.
	 * @param maxVersions the most versions
	 * @param maxSizeBytes the most bytes of the history file in the backup
	 * @return this builder
	 */
	public PublisherBuilder history(int maxVersions, long maxSizeBytes) {
		this.history = new HistoryLimits(maxVersions, maxSizeBytes);
		return this;
	}

	/**
	 * Set the sizes of the shared file; 1 MiB and 64 MiB if not set.
	 * @param initialSizeBytes the largest document the first file holds, in bytes
	 * @param maxSizeBytes the largest document it may be grown for, in bytes
	 * @return this builder
	 */
	public PublisherBuilder size(int initialSizeBytes, int maxSizeBytes) {
		this.initialSizeBytes = initialSizeBytes;
		this.maxSizeBytes = maxSizeBytes;
		return this;
	}

	/**
	 * Set the permissions of the shared file; {@code rw-------} if not set.
	 * @param permissions for example {@code rw-r-----}
	 * @return this builder
	 */
	public PublisherBuilder permissions(String permissions) {
		this.permissions = PosixFilePermissions.fromString(permissions);
		return this;
	}

	/**
	 * Set the group of the shared file; the system's choice if not set.
	 * @param group the name of a group
	 * @return this builder
	 */
	public PublisherBuilder group(String group) {
		this.group = group;
		return this;
	}

	/**
	 * Stand by if there is a running master, and take its place when it is gone. Until
	 * then {@code current()} follows it, and nothing can be published.
	 * @return this builder
	 */
	public PublisherBuilder standby() {
		this.standby = true;
		return this;
	}

	/**
	 * Set who is told of what happens; nobody if not set.
	 * @param events called on threads of the publisher and of its callers
	 * @return this builder
	 */
	public PublisherBuilder events(PublishEvents events) {
		this.events = events;
		return this;
	}

	/**
	 * Become the master. The last version, from the shared file or the backup, is there
	 * for followers when this returns.
	 * @return the publisher, to be closed by the caller
	 * @throws io.sharedconfig.MasterAlreadyRunningException if there is a running master,
	 * unless this is to stand by
	 * @throws io.sharedconfig.UntrustedFileException if the directory or the file is not
	 * trusted
	 * @throws io.sharedconfig.StorageException if something cannot be read or written
	 * @throws io.sharedconfig.InvalidDocumentException if the initial document is needed
	 * and is none, or is refused by a validator
	 */
	public SharedConfigPublisher open() {
		PublisherOptions options = PublisherOptions
			.of(this.directory, ConfigName.requireValid(this.name), this.initialSizeBytes, this.maxSizeBytes,
					this.permissions, this.group)
			.withBackup(this.backupDirectory)
			.withHistory(this.history)
			.withValidators(this.validators);
		Object document = this.initial;
		Supplier<?> first = (document != null) ? () -> document : null;
		return (this.standby) ? StandbyPublisher.open(options, first, this.events)
				: MasterPublisher.open(options, first, this.events);
	}

}
