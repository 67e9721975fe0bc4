package io.sharedconfig.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentEditor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Edits in the order they were given, made when the change is published.
 * <p>
 * Not thread-safe; one per change.
 */
final class DocumentChange implements ConfigChange {

	private final DocumentCodec codec;

	private final Function<DocumentChange, ConfigSnapshot> publisher;

	private final List<Edit> edits = new ArrayList<>();

	private @Nullable Object document;

	private @Nullable String author;

	private @Nullable String comment;

	private @Nullable Long expectedVersion;

	private boolean published;

	DocumentChange(DocumentCodec codec, Function<DocumentChange, ConfigSnapshot> publisher) {
		this.codec = codec;
		this.publisher = publisher;
	}

	@Override
	public ConfigChange document(Object document) {
		this.document = Objects.requireNonNull(document, "'document' must not be null");
		this.edits.clear();
		return this;
	}

	@Override
	public ConfigChange set(String key, @Nullable Object value) {
		Objects.requireNonNull(key, "'key' must not be null");
		JsonNode node = this.codec.value(value);
		return edit((editor) -> editor.set(key, node));
	}

	@Override
	public ConfigChange remove(String key) {
		Objects.requireNonNull(key, "'key' must not be null");
		return edit((editor) -> editor.remove(key));
	}

	@Override
	public ConfigChange merge(Object mergePatch) {
		Objects.requireNonNull(mergePatch, "'mergePatch' must not be null");
		JsonNode patch = this.codec.object(mergePatch);
		return edit((editor) -> editor.merge(patch));
	}

	private ConfigChange edit(Edit edit) {
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
	public ConfigSnapshot publish() {
		if (this.published) {
			throw new IllegalStateException("This change was published before; begin a new one with change()");
		}
		this.published = true;
		return this.publisher.apply(this);
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
	 */
	Document applyTo(@Nullable Document current) {
		Object whole = this.document;
		Document base = (whole != null) ? this.codec.encode(whole) : current;
		if (base != null && this.edits.isEmpty()) {
			return base;
		}
		DocumentEditor editor = new DocumentEditor(((base != null) ? base : this.codec.encode("{}")).tree());
		this.edits.forEach((edit) -> edit.apply(editor));
		return this.codec.encode(editor.root());
	}

	/**
	 * One edit of a document.
	 */
	private interface Edit {

		void apply(DocumentEditor editor);

	}

}
