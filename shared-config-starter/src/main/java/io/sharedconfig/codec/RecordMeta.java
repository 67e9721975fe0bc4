package io.sharedconfig.codec;

import java.util.List;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a version beside its document.
 * <p>
 * Immutable.
 *
 * @param author who published it, {@code null} if nobody was named
 * @param comment why it was published, {@code null} if nothing was said
 * @param changed the names of the properties that have other values
 * @param added the names of the properties that are new
 * @param removed the names of the properties that are gone
 * @since 1.0.0
 */
public record RecordMeta(@Nullable String author, @Nullable String comment, List<String> changed, List<String> added,
		List<String> removed) {

	/**
	 * The most bytes that {@link #encode()} returns.
	 */
	public static final int MAX_LENGTH_BYTES = 4096;

	/*
	 * What a name takes beside its characters.
	 */
	private static final int QUOTES_AND_COMMA = 3;

	/**
	 * Nothing said.
	 */
	public static final RecordMeta NONE = new RecordMeta(null, null, List.of(), List.of(), List.of());

	/**
	 * Create what is said about a version.
	 */
	public RecordMeta {
		changed = List.copyOf(changed);
		added = List.copyOf(added);
		removed = List.copyOf(removed);
	}

	/**
	 * Say who, why and what.
	 * @param author who published the version, {@code null} if nobody is named
	 * @param comment why it was published, {@code null} if nothing is said
	 * @param diff what differs from the version before
	 * @return what is said
	 */
	public static RecordMeta of(@Nullable String author, @Nullable String comment, ConfigDiff diff) {
		return new RecordMeta(author, comment, List.copyOf(diff.changedNames()), List.copyOf(diff.addedNames()),
				List.copyOf(diff.removedNames()));
	}

	/**
	 * Read what {@link #encode()} wrote. It is information only: what is not understood
	 * is left out.
	 * @param meta the bytes
	 * @return what is said, {@link #NONE} if that is nothing
	 */
	public static RecordMeta decode(byte[] meta) {
		if (meta.length == 0) {
			return NONE;
		}
		JsonFields fields = JsonFields.of(meta);
		return new RecordMeta(fields.text("author"), fields.text("comment"), fields.texts("changed"),
				fields.texts("added"), fields.texts("removed"));
	}

	/**
	 * Return the bytes that go into the shared file. A list of names is in them as a
	 * whole or, when there is no room for it, not at all: {@code changed} is put first,
	 * then {@code added}, then {@code removed}.
	 * @return a JSON object in UTF-8 of at most {@value #MAX_LENGTH_BYTES} bytes, empty
	 * if there is nothing to say
	 * @throws InvalidDocumentException if author and comment alone are too long
	 */
	public byte[] encode() {
		JsonBytes said = new JsonBytes(64);
		say(said, "author", this.author);
		say(said, "comment", this.comment);
		if (said.length() >= MAX_LENGTH_BYTES) {
			throw new InvalidDocumentException("author and comment are too long: lengthBytes=%d maxBytes=%d"
				.formatted(said.length() + 1, MAX_LENGTH_BYTES));
		}
		list(said, "changed", this.changed);
		list(said, "added", this.added);
		list(said, "removed", this.removed);
		if (said.length() == 0) {
			return new byte[0];
		}
		said.ascii('}');
		return said.toByteArray();
	}

	private static void say(JsonBytes said, String name, @Nullable String text) {
		if (text != null) {
			begin(said, name);
			if (!said.quoted(text)) {
				throw new InvalidDocumentException("half of a surrogate pair is no character, in the " + name);
			}
		}
	}

	private static void list(JsonBytes said, String name, List<String> names) {
		if (names.isEmpty() || !mayFit(names)) {
			return;
		}
		int before = said.length();
		begin(said, name);
		char separator = '[';
		for (String property : names) {
			said.ascii(separator);
			if (!said.quoted(property) || said.length() >= MAX_LENGTH_BYTES - 1) {
				said.truncate(before);
				return;
			}
			separator = ',';
		}
		said.ascii(']');
	}

	/*
	 * That many names do not fit is known before they are written.
	 */
	private static boolean mayFit(List<String> names) {
		int least = 0;
		for (String name : names) {
			least += name.length() + QUOTES_AND_COMMA;
			if (least > MAX_LENGTH_BYTES) {
				return false;
			}
		}
		return true;
	}

	private static void begin(JsonBytes said, String name) {
		said.ascii((said.length() == 0) ? '{' : ',');
		said.quoted(name);
		said.ascii(':');
	}

}
