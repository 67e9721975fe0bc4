package io.sharedconfig;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a document: edits, made in the order they are given to the document that is
 * current when the change is published.
 * <p>
 * Not thread-safe; one per change, not reusable after {@link #publish()}. Keys are
 * property names as Spring writes them: {@code pool.hosts[1]}, {@code map[a.b]}.
 *
 * @since 1.0.0
 */
public interface ConfigChange {

	/**
	 * Replace the whole document. Edits given before are dropped.
	 * @param document a map, record, bean, {@code JsonNode} or JSON text that is an
	 * object
	 * @return this change
	 */
	ConfigChange document(Object document);

	/**
	 * Set one property, or everything below it.
	 * @param key the property name; an index one above the last appends to a list
	 * @param value a value, map, list, record, bean or {@code JsonNode}; a
	 * {@link CharSequence} is a text, not JSON; {@code null} is JSON's null
	 * @return this change
	 */
	ConfigChange set(String key, @Nullable Object value);

	/**
	 * Remove one property and everything below it. A property that is not there is left
	 * alone.
	 * @param key the property name
	 * @return this change
	 */
	ConfigChange remove(String key);

	/**
	 * Merge a patch into the document by the rules of JSON Merge Patch (RFC 7396):
	 * objects are merged, null removes, all else replaces.
	 * @param mergePatch a map, record, bean, {@code JsonNode} or JSON text that is an
	 * object
	 * @return this change
	 */
	ConfigChange merge(Object mergePatch);

	/**
	 * Apply a JSON Patch (RFC 6902): its operations are made one after the other, and all
	 * or none. It works on the names in the document, not on property names.
	 * @param jsonPatch a list, {@code JsonNode} or JSON text that is a list of operations
	 * @return this change
	 * @throws InvalidDocumentException if it is no JSON Patch; whether it applies is seen
	 * when the change is published
	 */
	ConfigChange patch(Object jsonPatch);

	/**
	 * Edit the document with code, for what depends on what is there. The code is called
	 * once for each {@link #preview()} and {@link #publish()}, while no other change can
	 * be made: it must not take long, must not wait for another thread that changes this
	 * configuration, and cannot change it by itself.
	 * @param update is given a copy of the document, with the edits before this one, that
	 * it may change; returns that or another document. What it throws, the caller of
	 * {@link #publish()} is thrown, and nothing is published
	 * @return this change
	 */
	ConfigChange update(UnaryOperator<ObjectNode> update);

	/**
	 * Begin with the document of an earlier version in place of the current one. It
	 * becomes a new version. Edits given before are dropped.
	 * @param version a version that is kept, see {@link SharedConfigPublisher#history()}
	 * @return this change
	 */
	ConfigChange rollbackTo(long version);

	/**
	 * Say who makes the change.
	 * @param author a name that followers and operators see
	 * @return this change
	 */
	ConfigChange author(@Nullable String author);

	/**
	 * Say why the change is made.
	 * @param comment a text that followers and operators see
	 * @return this change
	 */
	ConfigChange comment(@Nullable String comment);

	/**
	 * Publish only if this is still the current version.
	 * @param version the version the change was made for, 0 for "nothing published yet"
	 * @return this change
	 */
	ConfigChange expectedVersion(long version);

	/**
	 * Return what the change would do now, with all checks made and nothing published. It
	 * can still be published.
	 * @return what differs, names and values; empty if nothing would be published
	 * @throws SharedConfigException what {@link #publish()} would throw, but for what
	 * happens while a version is written
	 */
	ConfigDiff preview();

	/**
	 * Make the change. A change that changes nothing publishes nothing.
	 * @return the published version, or the current one if nothing changed
	 * @throws VersionConflictException if another version than the expected one is
	 * current
	 * @throws InvalidDocumentException if an edit is not applicable or the result is no
	 * document
	 * @throws ConfigTooLargeException if the result is larger than the file may grow
	 * @throws VersionNotKeptException if the version to go back to is not kept
	 * @throws StorageException if it could not be written
	 * @throws NotMasterException if this process is not the master
	 * @throws IllegalStateException if this change was published before, or another one
	 * of this configuration is being made by the same thread
	 */
	ConfigSnapshot publish();

	/**
	 * Make the change, and wait for what followers make of it. What is published does not
	 * depend on any of them.
	 * @param timeout how long to wait at most; it returns as soon as all have answered,
	 * also when it is interrupted, and then stays interrupted
	 * @return who has applied the version, who has refused it and why, who is silent
	 * @throws SharedConfigException as {@link #publish()} does
	 */
	RolloutReport publishAndAwait(Duration timeout);

	/**
	 * Let every follower that lives try what the change would publish, with all checks
	 * made and nothing published. It can still be published.
	 * @param timeout how long to wait at most; it returns as soon as all have answered,
	 * after a minute at the latest
	 * @return what each of them would do
	 * @throws SharedConfigException as {@link #publish()} does
	 */
	StageReport stage(Duration timeout);

}
