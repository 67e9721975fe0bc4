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
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.StageReport;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentEditor;
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

	private final List<UnaryOperator<ObjectNode>> edits = new ArrayList<>();

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
		return startWith((kept) -> this.codec.encode(document));
	}

	@Override
	public ConfigChange rollbackTo(long version) {
		return startWith((kept) -> kept.revision(version).content());
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
		return editTree((editor) -> editor.set(key, node));
	}

	@Override
	public ConfigChange remove(String key) {
		Objects.requireNonNull(key, "'key' must not be null");
		return editTree((editor) -> editor.remove(key));
	}

	@Override
	public ConfigChange merge(Object mergePatch) {
		Objects.requireNonNull(mergePatch, "'mergePatch' must not be null");
		JsonNode patch = this.codec.object(mergePatch);
		return editTree((editor) -> editor.merge(patch));
	}

	@Override
	public ConfigChange patch(Object jsonPatch) {
		Objects.requireNonNull(jsonPatch, "'jsonPatch' must not be null");
		JsonPatch patch = JsonPatch.of(this.codec.list(jsonPatch));
		return edit(patch::applyTo);
	}

	@Override
	public ConfigChange update(UnaryOperator<ObjectNode> update) {
		Objects.requireNonNull(update, "'update' must not be null");
		return edit((root) -> updated(root, update));
	}

	private static ObjectNode updated(ObjectNode root, UnaryOperator<ObjectNode> update) {
		@Nullable ObjectNode updated = update.apply(root);
		if (updated == null) {
			throw new InvalidDocumentException("expected a JSON object from the update, found null");
		}
		// what the caller keeps is not edited further
		return (updated != root) ? updated.deepCopy() : root;
	}

	private ConfigChange editTree(Consumer<DocumentEditor> edit) {
		return edit((root) -> {
			edit.accept(new DocumentEditor(root));
			return root;
		});
	}

	private ConfigChange edit(UnaryOperator<ObjectNode> edit) {
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
	 * Return what the change makes of a document.
	 * @param current the current document, {@code null} if there is none
	 * @param kept the versions that can be gone back to
	 */
	Document applyTo(@Nullable Document current, KeptVersions kept) {
		Start begin = this.start;
		Document base = (begin != null) ? begin.with(kept) : current;
		if (base != null && this.edits.isEmpty()) {
			return base;
		}
		ObjectNode root = ((base != null) ? base : this.codec.encode("{}")).tree();
		for (UnaryOperator<ObjectNode> edit : this.edits) {
			root = edit.apply(root);
		}
		return this.codec.encode(root);
	}

	/**
	 * What the edits begin with.
	 */
	private interface Start {

		Document with(KeptVersions kept);

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
