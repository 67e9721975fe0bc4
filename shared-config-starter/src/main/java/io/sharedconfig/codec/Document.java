package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

import io.sharedconfig.ConfigDiff;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked document: its properties, its bytes, and its tree. Of one that was made by a
 * patch the bytes are made when somebody asks for them.
 * <p>
 * Immutable, under the condition said at {@link #payload()}; thread-safe.
 * {@code toString()} shows no name and no value.
 *
 * @since 1.0.0
 */
public final class Document {

	/**
	 * A document shorter than a page, in bytes, is published as a whole as cheaply as any
	 * patch that comparing it with the one before would give.
	 */
	public static final int SHORTEST_WORTH_A_PATCH = 4096;

	private final PropertyTable table;

	private final Map<String, Object> properties;

	private final @Nullable DocumentShape shape;

	private final int lengthBytes;

	private final byte @Nullable [] patch;

	private final @Nullable KnownChanges changed;

	/*
	 * One of the two is there: the bytes, or how to make them.
	 */
	private volatile byte @Nullable [] payload;

	private volatile @Nullable PatchedDocument patched;

	/*
	 * 0 as long as nobody has asked for it.
	 */
	private volatile long stateHash;

	private volatile @Nullable Map<String, String> pointers;

	/**
	 * Create a document of its bytes.
	 * @param stateHash its hash, 0 if nobody needed it
	 */
	Document(byte[] payload, PropertyTable table, @Nullable DocumentShape shape, long stateHash) {
		this.stateHash = stateHash;
		this.payload = payload;
		this.lengthBytes = payload.length;
		this.table = table;
		this.properties = Collections.unmodifiableMap(table);
		this.shape = shape;
		this.patch = null;
		this.changed = null;
	}

	/**
	 * Create a document that has the names of another one.
	 * @param payload its bytes
	 * @param match the walk through both
	 */
	Document(byte[] payload, ShapeMatch match) {
		this.changed = match.known();
		this.payload = payload;
		this.lengthBytes = payload.length;
		this.table = match.table();
		this.properties = Collections.unmodifiableMap(this.table);
		this.shape = match.shape();
		this.patch = null;
	}

	/**
	 * Create a document that patches made.
	 * @param changed what they changed
	 * @param patch the patch that changed that, {@code null} if there were several
	 */
	Document(PatchedDocument patched, PropertyTable table, @Nullable DocumentShape shape, int lengthBytes,
			long stateHash, KnownChanges changed, byte @Nullable [] patch) {
		this.patched = patched;
		this.lengthBytes = lengthBytes;
		this.table = table;
		this.properties = Collections.unmodifiableMap(table);
		this.shape = shape;
		this.stateHash = stateHash;
		this.patch = patch;
		this.changed = changed;
	}

	/**
	 * Make a document that has the names of another one, and few other values.
	 */
	static Document patched(Document before, ShapeMatch match, byte[] patch, int lengthBytes) {
		return new Document(PatchedDocument.of(before, patch), match.table(), match.shape(), lengthBytes, 0,
				match.known(), patch);
	}

	/**
	 * Return the document as it is stored: UTF-8 without insignificant white space, names
	 * in the order they were given, every number with the text it was given with.
	 * @return the bytes, not a copy: they must not be changed
	 */
	public byte[] payload() {
		byte[] known = this.payload;
		PatchedDocument making = this.patched;
		if (known == null && making != null) {
			known = making.payload();
			settle(known);
		}
		// settled meanwhile, if there is nothing to make it from
		return (known != null) ? known : Objects.requireNonNull(this.payload);
	}

	/**
	 * Take the bytes that somebody else has made of this document.
	 */
	void settle(byte[] made) {
		this.payload = made;
		this.patched = null;
	}

	/**
	 * Return whether this document has the names of another one, and values of the same
	 * kinds, as far as is known.
	 * @param other the other document
	 * @return {@code true} if it was encoded in step with the other one
	 */
	public boolean isInStepWith(Document other) {
		return this.shape != null && this.shape == other.shape;
	}

	/**
	 * Return how this document is made of another one.
	 * @return the patches, {@code null} if its bytes are known
	 */
	@Nullable PatchedDocument patched() {
		return this.patched;
	}

	/**
	 * Return the length of {@link #payload()}, without making it.
	 * @return the length in bytes
	 */
	public int lengthBytes() {
		return this.lengthBytes;
	}

	/**
	 * Return the payload as text.
	 * @return the JSON text of an object
	 */
	public String json() {
		return new String(payload(), StandardCharsets.UTF_8);
	}

	/**
	 * Return the document as a tree that remembers the text of every number: edited and
	 * encoded again, all that was not touched is as it was.
	 * @return the tree, new at each call, the caller's own
	 */
	public ObjectNode tree() {
		try (JsonParser parser = JsonText.parser(payload())) {
			return (ObjectNode) TreeReader.read(parser);
		}
	}

	/**
	 * Return the document flattened to property names as Spring writes them. Integers are
	 * {@link Integer}, {@link Long} or {@link java.math.BigInteger}, other numbers are
	 * their text, {@code null} and empty objects and arrays are the empty text.
	 * @return the unmodifiable properties, in document order; names that a patch brought
	 * come last, behind the other names of their object
	 */
	public Map<String, Object> properties() {
		return this.properties;
	}

	/**
	 * Return the names of the {@link #properties()}, in their order.
	 * @return an array that all versions with the same names share: it must not be
	 * changed
	 */
	public String[] names() {
		return this.table.names();
	}

	/**
	 * Return what is other than in the version before. It costs what changed, if one was
	 * made of the other.
	 * @param name the configuration
	 * @param fromVersion the version before, 0 for none
	 * @param toVersion the version of this document
	 * @param before the document before, {@code null} for none
	 * @return the difference
	 */
	public ConfigDiff diff(String name, long fromVersion, long toVersion, @Nullable Document before) {
		KnownChanges known = this.changed;
		if (before != null && known != null && isMadeOf(before)) {
			return ConfigDiff.of(name, fromVersion, toVersion, known.added(), known.removed(), known.changed(),
					before.properties, this.properties);
		}
		return PropertyDiff.between(name, fromVersion, toVersion, (before != null) ? before.table : null, this.table);
	}

	/**
	 * Return where in the document a property stands.
	 * @param property the exact property name
	 * @return the JSON pointer (RFC 6901), {@code null} if there is no such property
	 */
	public @Nullable String pointer(String property) {
		Objects.requireNonNull(property, "'property' must not be null");
		if (!this.table.containsKey(property)) {
			return null;
		}
		Map<String, String> pointers = this.pointers;
		if (pointers == null) {
			// asked for by few, and then for many: built at once, the race is harmless
			pointers = PointerIndex.of(payload());
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
		long known = this.stateHash;
		if (known == 0) {
			// the race is harmless
			known = nonZero(StateHash.of(payload()));
			this.stateHash = known;
		}
		return known;
	}

	/**
	 * Return the hash, if it was needed before: it costs more than publishing the
	 * document does.
	 * @return the hash, 0 if it is not known
	 */
	public long knownStateHash() {
		return this.stateHash;
	}

	static long nonZero(long stateHash) {
		return (stateHash != 0) ? stateHash : 1;
	}

	/**
	 * Return the patch (RFC 6902) that makes this document of another one.
	 * @param before the other document
	 * @return the patch in UTF-8, {@code null} if this document was not made of that one,
	 * has other names, or would need a patch about as long as the document
	 */
	public byte @Nullable [] patchOf(Document before) {
		return isMadeOf(before) ? this.patch : null;
	}

	private boolean isMadeOf(Document before) {
		return this.changed != null && this.changed.before() == before.table.identity();
	}

	/**
	 * Return whether another document says the same: the order of names in an object does
	 * not matter, the text of a number does.
	 * @param other the document to compare with
	 * @return {@code true} if publishing one over the other would change nothing
	 */
	public boolean sameAs(Document other) {
		if (this.shape != null && this.shape == other.shape) {
			return this.table.hasSameValues(other.table);
		}
		if (this.lengthBytes != other.lengthBytes || this.table.size() != other.table.size()) {
			return false;
		}
		return Arrays.equals(payload(), other.payload()) || tree().equals(other.tree());
	}

	PropertyTable table() {
		return this.table;
	}

	/**
	 * Return the names and kinds of the values.
	 * @return the shape, {@code null} if it is not known
	 */
	@Nullable DocumentShape shape() {
		return this.shape;
	}

	@Override
	public String toString() {
		return "Document[lengthBytes=%d, properties=%d]".formatted(this.lengthBytes, this.table.size());
	}

}
