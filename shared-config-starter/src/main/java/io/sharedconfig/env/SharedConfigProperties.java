package io.sharedconfig.env;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be configured under {@code shared-config}. A document cannot: see
 * the manual on reserved names.
 * <p>
 * Immutable.
 *
 * @param enabled Whether shared configurations are published and followed at all.
 * @param directory Directory of the shared files, the same for the master and its
 * followers.
 * @param publisher Settings of a master.
 * @param follower Settings of a follower.
 * @param web Settings of a web application.
 * @param refresh Settings of what changes with a version.
 * @since 1.0.0
 */
@ConfigurationProperties(SharedConfigProperties.PREFIX)
public record SharedConfigProperties(@DefaultValue("true") boolean enabled, @Nullable String directory,
		@DefaultValue Publisher publisher, @DefaultValue Follower follower, @DefaultValue Web web,
		@DefaultValue Refresh refresh) {

	/**
	 * What the name of each of these properties starts with.
	 */
	public static final String PREFIX = "shared-config";

	private static void check(boolean valid, String key, String rule, @Nullable Object found) {
		if (!valid) {
			throw new IllegalArgumentException("'%s.%s' must %s: %s".formatted(PREFIX, key, rule, found));
		}
	}

	/**
	 * Settings of a master.
	 *
	 * @param name Name of the configuration that this application is the master of.
	 * @param initial Document to publish when nothing was published before, as JSON, YAML
	 * or properties.
	 * @param schema JSON Schema that every document must satisfy.
	 * @param backup Settings of the durable copy.
	 * @param history Settings of the history.
	 * @param initialSize Largest document that the first shared file holds.
	 * @param maxSize Largest document that the shared file may grow for.
	 * @param permissions Permissions of the shared file.
	 * @param group Group of the shared file.
	 * @param sources Files and directories of JSON, YAML and properties that own the
	 * document, later ones before earlier ones.
	 * @param whenTaken What to do at the start while another master runs.
	 */
	public record Publisher(@Nullable String name, @Nullable Resource initial, @Nullable Resource schema,
			@DefaultValue Backup backup, @DefaultValue History history, @DefaultValue("1MB") DataSize initialSize,
			@DefaultValue("64MB") DataSize maxSize, @DefaultValue("rw-------") String permissions,
			@Nullable String group, @DefaultValue List<String> sources, @DefaultValue("fail") WhenTaken whenTaken) {

		private static final DataSize LARGEST = DataSize.ofMegabytes(128);

		/**
		 * Create the settings.
		 */
		public Publisher {
			check(initialSize.toBytes() > 0, "publisher.initial-size", "be positive", initialSize);
			check(maxSize.compareTo(LARGEST) <= 0, "publisher.max-size", "be at most 128MB", maxSize);
			check(initialSize.compareTo(maxSize) <= 0, "publisher.initial-size",
					"be at most 'shared-config.publisher.max-size' (" + maxSize + ")", initialSize);
			Set<PosixFilePermission> parsed = parse(permissions);
			check(parsed.contains(PosixFilePermission.OWNER_READ) && parsed.contains(PosixFilePermission.OWNER_WRITE),
					"publisher.permissions", "let the owner read and write", permissions);
			check(!parsed.contains(PosixFilePermission.OTHERS_WRITE), "publisher.permissions", "not let others write",
					permissions);
			sources = sources.stream().filter(StringUtils::hasText).toList();
			check(sources.isEmpty() || initial == null, "publisher.initial",
					"not be set together with 'shared-config.publisher.sources', which is published at each start",
					initial);
		}

		private static Set<PosixFilePermission> parse(String permissions) {
			try {
				return PosixFilePermissions.fromString(permissions);
			}
			catch (IllegalArgumentException ex) {
				check(false, "publisher.permissions", "be written like rw-r-----", permissions);
				throw ex;
			}
		}

		/**
		 * Return the permissions of the shared file.
		 * @return the set that {@link #permissions()} stands for
		 */
		public Set<PosixFilePermission> permissionSet() {
			return PosixFilePermissions.fromString(this.permissions);
		}

	}

	/**
	 * What a process does that should be the master while another one is.
	 */
	public enum WhenTaken {

		/**
		 * Not start.
		 */
		FAIL,

		/**
		 * Start, follow the master, and take its place when it is gone.
		 */
		STANDBY

	}

	/**
	 * Settings of the durable copy.
	 *
	 * @param enabled Whether a durable copy and the history are kept.
	 * @param directory Directory of the durable copy, for this user alone, on a file
	 * system that survives a reboot.
	 */
	public record Backup(@DefaultValue("true") boolean enabled, @Nullable String directory) {

		/**
		 * Create the settings.
		 */
		public Backup {
			directory = (StringUtils.hasText(directory)) ? directory : null;
		}

	}

	/**
	 * Settings of the history.
	 *
	 * @param maxVersions Most versions that the history keeps.
	 * @param maxSize Largest size of the history file in the backup.
	 */
	public record History(@DefaultValue("1000") int maxVersions, @DefaultValue("64MB") DataSize maxSize) {

		/**
		 * Create the settings.
		 */
		public History {
			check(maxVersions > 0, "publisher.history.max-versions", "be positive", maxVersions);
			check(maxSize.toBytes() > 0, "publisher.history.max-size", "be positive", maxSize);
		}

	}

	/**
	 * Settings of a follower.
	 *
	 * @param pollInterval Time between two looks at the shared file. While the doorbell
	 * is heard, a second, or 2.5 when nothing happens, if that is longer.
	 * @param doorbell Whether the master's ring is listened to, so that what is published
	 * is seen at once.
	 * @param longestWait Longest time that a start waits for a configuration that is not
	 * optional.
	 * @param staleAfter Time without a sign of the master after which a configuration is
	 * called stale.
	 * @param trustedOwners Users, by name or uid, whose files are trusted besides this
	 * user's and root's.
	 * @param report Whether a status file is kept, so that the master sees this follower.
	 */
	public record Follower(@DefaultValue("100ms") Duration pollInterval, @DefaultValue("auto") Doorbell doorbell,
			@Name("wait") @DefaultValue("0s") Duration longestWait, @DefaultValue("5s") Duration staleAfter,
			@DefaultValue Set<String> trustedOwners, @DefaultValue("true") boolean report) {

		/**
		 * Create the settings.
		 */
		public Follower {
			check(isPositive(pollInterval), "follower.poll-interval", "be positive", pollInterval);
			check(!longestWait.isNegative(), "follower.wait", "not be negative", longestWait);
			check(isPositive(staleAfter), "follower.stale-after", "be positive", staleAfter);
			trustedOwners = Set.copyOf(trustedOwners);
		}

		private static boolean isPositive(Duration duration) {
			return !duration.isNegative() && !duration.isZero();
		}

	}

	/**
	 * When the master's ring is listened to.
	 */
	public enum Doorbell {

		/**
		 * Where it can be heard.
		 */
		AUTO,

		/**
		 * Never: the file is looked at by time alone.
		 */
		OFF

	}

	/**
	 * Settings of a web application.
	 *
	 * @param pinRequests Whether each request sees one version from its first read to its
	 * last.
	 */
	public record Web(@DefaultValue("false") boolean pinRequests) {

	}

	/**
	 * Settings of what changes with a version, besides the environment itself.
	 *
	 * @param values Whether fields and setters with a Value annotation do.
	 * @param properties Whether beans of configuration properties do.
	 * @param logging Whether levels of loggers do.
	 * @param safeRebind Whether the rebinder of Spring Cloud is replaced by one that
	 * never shows defaults in between and leaves all beans alone if one refuses its
	 * properties.
	 */
	public record Refresh(@DefaultValue("true") boolean values, @DefaultValue("true") boolean properties,
			@DefaultValue("true") boolean logging, @DefaultValue("true") boolean safeRebind) {

	}

	/**
	 * Create the settings.
	 */
	public SharedConfigProperties {
		directory = (StringUtils.hasText(directory)) ? directory : null;
	}

}
