package io.sharedconfig.codec;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A version that knows what it has in common with the one it was derived from, so that
 * nobody has to compare all properties to find the few that differ.
 * <p>
 * Implementations are immutable.
 *
 * @since 1.0.0
 */
public interface RelatedSnapshot extends ConfigSnapshot {

	/**
	 * Return the names of all properties.
	 * @return the names in document order, not a copy: they must not be changed. Two
	 * versions with the same names in the same order have the same array, if one was
	 * derived from the other
	 */
	String[] names();

	/**
	 * Return what differs from another version.
	 * @param before the other version, {@code null} if there was none
	 * @return the difference of their properties
	 */
	ConfigDiff diff(@Nullable ConfigSnapshot before);

	/**
	 * Return the names of all properties of any snapshot.
	 * @param snapshot the snapshot
	 * @return the names in document order, not to be changed
	 */
	static String[] namesOf(ConfigSnapshot snapshot) {
		return (snapshot instanceof RelatedSnapshot related) ? related.names()
				: snapshot.properties().keySet().toArray(String[]::new);
	}

	/**
	 * Return what differs between any two versions of one configuration.
	 * @param before the earlier version, {@code null} if there was none
	 * @param after the later version
	 * @return the difference of their properties
	 */
	static ConfigDiff diff(@Nullable ConfigSnapshot before, ConfigSnapshot after) {
		return (after instanceof RelatedSnapshot related) ? related.diff(before) : ConfigDiff.between(before, after);
	}

}
