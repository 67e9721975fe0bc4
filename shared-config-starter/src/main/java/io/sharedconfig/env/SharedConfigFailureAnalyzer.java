package io.sharedconfig.env;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.InvalidSchemaException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotPublishedException;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what stops the start of a master or follower, and what an operator can do.
 */
final class SharedConfigFailureAnalyzer extends AbstractFailureAnalyzer<SharedConfigException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SharedConfigException cause) {
		String action = action(cause);
		return (action != null) ? new FailureAnalysis(cause.getMessage(), action, cause) : null;
	}

	private @Nullable String action(SharedConfigException cause) {
		if (cause instanceof NotPublishedException) {
			return publishFirst("@SharedConfig(optional = true)");
		}
		if (cause instanceof MasterAlreadyRunningException running) {
			return masterRuns(running);
		}
		if (cause instanceof InvalidNameException) {
			return "Correct the name where it is given: in 'spring.config.import', in @SharedConfig or in "
					+ "'shared-config.publisher.name'.";
		}
		if (cause instanceof InvalidSchemaException) {
			return "Correct what 'shared-config.publisher.schema' names: it must be a JSON Schema in one file. It needs "
					+ "'com.networknt:json-schema-validator' on the class path. Remove the property to publish documents "
					+ "without a schema.";
		}
		if (cause instanceof InvalidDocumentException) {
			return "Correct the document that this application was to publish, the one that "
					+ "'shared-config.publisher.initial' or 'shared-config.publisher.sources' names for example. What was "
					+ "published before still stands.";
		}
		if (cause instanceof ConfigTooLargeException) {
			return "Publish a smaller document, or set 'shared-config.publisher.max-size' (at most 128MB).";
		}
		if (cause instanceof OwnedBySourcesException) {
			return "Change the files that 'shared-config.publisher.sources' names. To publish in another way, remove "
					+ "that property.";
		}
		return fileAction(cause);
	}

	private @Nullable String fileAction(SharedConfigException cause) {
		if (cause instanceof UntrustedFileException) {
			return "Set 'shared-config.directory' to a directory that only the user of the master can write to, the "
					+ "same for master and followers. If the master runs as another user, name that user in "
					+ "'shared-config.follower.trusted-owners' of the followers.";
		}
		if (cause instanceof CorruptFileException) {
			return "Start the master again: it keeps the damaged file beside the new one and publishes its backup. "
					+ "If it does not help, check that nothing else writes to the directory of the shared files, and "
					+ "that it is on a local file system.";
		}
		if (cause instanceof IncompatibleFileException) {
			return "Use the same release of Shared Config in the master and all followers, or set another "
					+ "'shared-config.directory' for those of another release.";
		}
		if (cause instanceof StorageException) {
			return "Check that the path exists or can be created, that this user may read and write it, and that its "
					+ "file system is not full. 'shared-config.directory' and 'shared-config.publisher.backup.directory' "
					+ "decide where files are kept.";
		}
		return null;
	}

	private String masterRuns(MasterAlreadyRunningException cause) {
		String holder = (cause.pid() != 0)
				? "Stop process %d, which is the master of '%s'".formatted(cause.pid(), cause.name())
				: "Stop the process that is the master of '%s'".formatted(cause.name());
		return holder + ", or let this application follow it instead: remove 'shared-config.publisher.name' and set "
				+ "'spring.config.import=shared-config:%s'. ".formatted(cause.name())
				+ "To take over when that one is gone, set 'shared-config.publisher.when-taken=standby'. "
				+ "Two sets of applications need two values of 'shared-config.directory'.";
	}

	/**
	 * What to do when a configuration is not there.
	 * @param optional how to say that it need not be
	 */
	static String publishFirst(String optional) {
		return "Start the master that publishes it, on this host and with the same 'shared-config.directory': by default "
				+ "that depends on the user, so master and followers that run as different users must all set it. To "
				+ "wait for the master, set 'shared-config.follower.wait' (30s, say). To start without it, use "
				+ optional + ".";
	}

}
