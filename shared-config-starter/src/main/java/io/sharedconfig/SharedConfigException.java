package io.sharedconfig;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that can go wrong. The permitted subclasses are the complete
 * list. After any of them nothing was published, unless the exception itself says that
 * the outcome is unknown, and the last version stands.
 * <p>
 * No message carries a configuration value.
 *
 * @since 1.0.0
 */
public abstract sealed class SharedConfigException extends RuntimeException
		permits ConfigTooLargeException, CorruptFileException, IncompatibleFileException, InvalidDocumentException,
		InvalidNameException, InvalidSchemaException, MasterAlreadyRunningException, NotMasterException,
		NotPublishedException, OwnedBySourcesException, StorageException, UntrustedFileException,
		VersionConflictException, VersionNotKeptException {

	SharedConfigException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
