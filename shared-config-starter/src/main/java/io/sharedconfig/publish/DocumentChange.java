package io.sharedconfig.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.StageReport;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentEdits;
import io.sharedconfig.codec.JsonPatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits in the order they were given, made when the change is published.
 * <p>
 * Not thread-safe; one per change.
 */
final class DocumentChange implements ConfigChange {

	private final DocumentCodec codec;

	private final Target target;

	private final List<Consumer<DocumentEdits>> edits = new ArrayList<>();

	private @Nullable Start start;

	private @Nullable String author;

	private @Nullable String comment;

	private @Nullable Long expectedVersion;

	private boolean published;

	DocumentChange(DocumentCodec codec, Target target) {
		this.codec = codec;
		this.target = target;
	}

	@Override
	public ConfigChange document(Object document) {
		Objects.requireNonNull(document, "'document' must not be null");
		return startWith((current, kept, maxBytes) -> this.codec.encode(document, current, maxBytes));
	}

	@Override
	public ConfigChange rollbackTo(long version) {
		return startWith((current, kept, maxBytes) -> kept.revision(version).content());
	}

	private ConfigChange startWith(Start start) {
		this.start = start;
		this.edits.clear();
		return this;
	}

	@Override
	public ConfigChange set(String key, @Nullable Object value) {
		Objects.requireNonNull(key, "'key' must not be null");
		JsonNode node = this.codec.value(value);
		return edit((document) -> document.set(key, node));
	}

	@Override
	public ConfigChange remove(String key) {
		Objects.requireNonNull(key, "'key' must not be null");
		return edit((document) -> document.remove(key));
	}

	@Override
	public ConfigChange merge(Object mergePatch) {
		Objects.requireNonNull(mergePatch, "'mergePatch' must not be null");
		JsonNode patch = this.codec.object(mergePatch);
		return edit((document) -> document.merge(patch));
	}

	@Override
	public ConfigChange patch(Object jsonPatch) {
		Objects.requireNonNull(jsonPatch, "'jsonPatch' must not be null");
		JsonPatch patch = JsonPatch.of(this.codec.list(jsonPatch));
		return edit((document) -> document.patch(patch));
	}

	@Override
	public ConfigChange update(UnaryOperator<ObjectNode> update) {
		Objects.requireNonNull(update, "'update' must not be null");
		return edit((document) -> document.update(update));
	}

	private ConfigChange edit(Consumer<DocumentEdits> edit) {
		this.edits.add(edit);
		return this;
	}

	@Override
	public ConfigChange author(@Nullable String author) {
		this.author = author;
		return this;
	}

	@Override
	public ConfigChange comment(@Nullable String comment) {
		this.comment = comment;
		return this;
	}

	@Override
	public ConfigChange expectedVersion(long version) {
		this.expectedVersion = version;
		return this;
	}

	@Override
	public ConfigDiff preview() {
		requireNotPublished();
		return this.target.preview(this);
	}

	@Override
	public ConfigSnapshot publish() {
		requireNotPublished();
		this.published = true;
		return this.target.publish(this);
	}

	@Override
	public RolloutReport publishAndAwait(Duration timeout) {
		Objects.requireNonNull(timeout, "'timeout' must not be null");
		return this.target.await(publish(), timeout);
	}

	@Override
	public StageReport stage(Duration timeout) {
		Objects.requireNonNull(timeout, "'timeout' must not be null");
		requireNotPublished();
		return this.target.stage(this, timeout);
	}

	private void requireNotPublished() {
		if (this.published) {
			throw new IllegalStateException("This change was published before; begin a new one with change()");
		}
	}

	@Nullable String author() {
		return this.author;
	}

	@Nullable String comment() {
		return this.comment;
	}

	void checkVersion(String name, long currentVersion) {
		Long expected = this.expectedVersion;
		if (expected != null && expected != currentVersion) {
			throw new VersionConflictException(name, expected, currentVersion);
		}
	}

	/**
	 * Return what the edits begin with, if not with the current document.
	 * @param current the current document, {@code null} if there is none
	 * @param kept the versions that can be gone back to
	 * @param maxLengthBytes how long it may be
	 * @return the document, {@code null} for the current one
	 */
	@Nullable Document begin(@Nullable Document current, KeptVersions kept, int maxLengthBytes) {
		Start begin = this.start;
		return (begin != null) ? begin.with(current, kept, maxLengthBytes) : null;
	}

	boolean hasEdits() {
		return !this.edits.isEmpty();
	}

	/**
	 * Make the edits.
	 */
	void applyTo(DocumentEdits document) {
		this.edits.forEach((edit) -> edit.accept(document));
	}

	/**
	 * What the edits begin with.
	 */
	private interface Start {

		Document with(@Nullable Document current, KeptVersions kept, int maxLengthBytes);

	}

	/**
	 * What is changed.
	 */
	interface Target {

		ConfigDiff preview(DocumentChange change);

		ConfigSnapshot publish(DocumentChange change);

		RolloutReport await(ConfigSnapshot published, Duration timeout);

		StageReport stage(DocumentChange change, Duration timeout);

	}

}
