package io.sharedconfig.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigName;
import io.sharedconfig.DocumentValidator;
import io.sharedconfig.StorageException;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.file.SharedDirectory;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.publish.HistoryLimits;
import io.sharedconfig.publish.PublisherOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What a master is configured to do, in the master's own terms.
 */
final class PublisherSettings {

	private final SharedConfigProperties properties;

	PublisherSettings(SharedConfigProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return the options.
	 * @param validators who judges documents besides the schema
	 * @param classLoader where the library for schemas may be
	 */
	PublisherOptions options(List<DocumentValidator> validators, ClassLoader classLoader) {
		SharedConfigProperties.Publisher publisher = this.properties.publisher();
		String name = publisher.name();
		Assert.state(name != null, "'shared-config.publisher.name' must be set");
		StoreOptions store = new StoreOptions(directory(), ConfigName.requireValid(name),
				Math.toIntExact(publisher.initialSize().toBytes()), Math.toIntExact(publisher.maxSize().toBytes()),
				publisher.permissionSet(), publisher.group());
		SharedConfigProperties.History history = publisher.history();
		return new PublisherOptions(store, backupDirectory(publisher.backup()),
				new HistoryLimits(history.maxVersions(), history.maxSize().toBytes()),
				validators(publisher.schema(), validators, classLoader));
	}

	private static List<DocumentValidator> validators(@Nullable Resource schema, List<DocumentValidator> validators,
			ClassLoader classLoader) {
		List<DocumentValidator> all = new ArrayList<>();
		if (schema != null) {
			all.add(SchemaSettings.validator(schema, classLoader));
		}
		all.addAll(validators);
		return all;
	}

	private Path directory() {
		String directory = this.properties.directory();
		return (directory != null) ? Path.of(directory).toAbsolutePath() : SharedDirectory.defaultPath();
	}

	private @Nullable Path backupDirectory(SharedConfigProperties.Backup backup) {
		if (!backup.enabled()) {
			return null;
		}
		return (backup.directory() != null) ? Path.of(backup.directory()).toAbsolutePath() : directoryInHome();
	}

	/*
	 * A user without an entry in the user database has the home '?', some services have
	 * one that does not exist. To make it would be to guess.
	 */
	private Path directoryInHome() {
		String home = System.getProperty("user.home");
		Path path = Path.of(StringUtils.hasText(home) ? home : "?");
		if (!path.isAbsolute() || !Files.isDirectory(path)) {
			throw new StorageException("keep a backup below", path,
					"the home of this user (user.home) expected=an existing directory found=none. Set "
							+ "'shared-config.publisher.backup.directory', or 'shared-config.publisher.backup.enabled=false' "
							+ "to go without a backup",
					null, false);
		}
		return path.resolve(".shared-config");
	}

}
