package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked document: its bytes, its properties, and its tree.
 * <p>
 * Immutable, under the condition said at {@link #payload()}. {@code toString()} shows no
 * name and no value.
 *
 * @since 1.0.0
 */
public final class Document {

	private final byte[] payload;

	private final Map<String, Object> properties;

	private final long stateHash;

	private volatile @Nullable Map<String, String> pointers;

	Document(byte[] payload, Map<String, Object> properties, long stateHash) {
		this.payload = payload;
		this.properties = Collections.unmodifiableMap(properties);
		this.stateHash = stateHash;
	}

	/**
	 * Return the document as it is stored: UTF-8 without insignificant white space, names
	 * in the order they were given, every number with the text it was given with.
	 * @return the bytes, not a copy: they must not be changed
	 */
	public byte[] payload() {
		return this.payload;
	}

	/**
	 * Return the payload as text.
	 * @return the JSON text of an object
	 */
	public String json() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * Return the document as a tree that remembers the text of every number: edited and
	 * encoded again, all that was not touched is as it was.
	 * @return the tree, new at each call, the caller's own
	 */
	public ObjectNode tree() {
		try (JsonParser parser = JsonText.parser(this.payload)) {
			return (ObjectNode) TreeReader.read(parser);
		}
	}

	/**
	 * Return the document flattened to property names as Spring writes them. Integers are
	 * {@link Integer}, {@link Long} or {@link java.math.BigInteger}, other numbers are
	 * their text, {@code null} and empty objects and arrays are the empty text.
	 * @return the unmodifiable properties, in document order
	 */
	public Map<String, Object> properties() {
		return this.properties;
	}

	/**
	 * Return where in the document a property stands.
	 * @param property the exact property name
	 * @return the JSON pointer (RFC 6901), {@code null} if there is no such property
	 */
	public @Nullable String pointer(String property) {
		Objects.requireNonNull(property, "'property' must not be null");
		if (!this.properties.containsKey(property)) {
			return null;
		}
		Map<String, String> pointers = this.pointers;
		if (pointers == null) {
			// asked for by few, and then for many: built at once, the race is harmless
			pointers = PointerIndex.of(this.payload);
			this.pointers = pointers;
		}
		return pointers.get(property);
	}

	/**
	 * Return the hash of all values with their pointers. It does not depend on the order
	 * of names, and a change of one value changes it by that value only.
	 * @return the hash as the shared file stores it, never 0
	 */
	public long stateHash() {
		return (this.stateHash != 0) ? this.stateHash : 1;
	}

	/**
	 * Return whether another document says the same: the order of names in an object does
	 * not matter, the text of a number does.
	 * @param other the document to compare with
	 * @return {@code true} if publishing one over the other would change nothing
	 */
	public boolean sameAs(Document other) {
		if (Arrays.equals(this.payload, other.payload)) {
			return true;
		}
		return this.payload.length == other.payload.length && this.stateHash == other.stateHash
				&& tree().equals(other.tree());
	}

	@Override
	public String toString() {
		return "Document[lengthBytes=%d, properties=%d]".formatted(this.payload.length, this.properties.size());
	}

}
