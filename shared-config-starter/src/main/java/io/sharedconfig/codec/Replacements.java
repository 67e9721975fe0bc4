package io.sharedconfig.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.sharedconfig.codec.DocumentShape.Step;
import io.sharedconfig.codec.PatchOperation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document of the one before by patches that put single values in the place of
 * others, without the tree: what they lead to is found by property names. The hash and
 * the length are kept up, so that a wrong document would be found.
 * <p>
 * Not thread-safe; one per run of patches.
 */
final class Replacements {

	private final Document before;

	private final DocumentShape shape;

	private final PropertyEdit properties;

	private final JsonBytes text = new JsonBytes(256);

	private long stateHash;

	private int lengthBytes;

	private boolean sameShape = true;

	private Replacements(Document before, DocumentShape shape) {
		this.before = before;
		this.shape = shape;
		this.properties = new PropertyEdit(before.table());
		this.stateHash = before.stateHash();
		this.lengthBytes = before.lengthBytes();
	}

	/**
	 * Apply patches.
	 * @param patches the patches, in order
	 * @param before the document before
	 * @return the document, {@code null} if it takes the tree: because a patch does
	 * something else, is none or does not apply, or because the names and kinds of the
	 * document are not known
	 */
	static @Nullable Document apply(List<byte[]> patches, Document before) {
		DocumentShape shape = before.shape();
		Map<String, PlainOperation> last = (shape != null) ? lastByPointer(patches) : null;
		if (shape == null || last == null) {
			return null;
		}
		Replacements replacements = new Replacements(before, shape);
		for (PlainOperation operation : last.values()) {
			if (!replacements.replace(operation.path(), Objects.requireNonNull(operation.value()))) {
				return null;
			}
		}
		return replacements.toDocument(patches);
	}

	/*
	 * Each puts a single value in the place of another: of several in one place the last
	 * one counts, and the order of places does not matter.
	 */
	private static @Nullable Map<String, PlainOperation> lastByPointer(List<byte[]> patches) {
		Map<String, PlainOperation> last = new LinkedHashMap<>();
		for (byte[] patch : patches) {
			List<PlainOperation> operations = PatchReader.read(patch);
			if (operations == null) {
				return null;
			}
			for (PlainOperation operation : operations) {
				if (operation.kind() != Kind.REPLACE) {
					return null;
				}
				last.put(operation.path().text(), operation);
			}
		}
		return last;
	}

	private boolean replace(JsonPointerPath path, SingleValue value) {
		int slot = slot(path, true);
		if (slot < 0) {
			slot = slot(path, false);
		}
		SingleValue old = (slot >= 0) ? value(slot) : null;
		if (old == null) {
			return false;
		}
		if (!old.isSame(value)) {
			replace(slot, old, value);
		}
		return true;
	}

	private void replace(int slot, SingleValue old, SingleValue value) {
		long pointerHash = this.shape.places().pointerHash(slot);
		this.stateHash -= hash(pointerHash, old);
		this.lengthBytes -= this.text.length();
		this.stateHash += hash(pointerHash, value);
		this.lengthBytes += this.text.length();
		this.sameShape &= old.step() == value.step();
		this.properties.replace(this.shape.index().names()[slot], value.value());
	}

	private long hash(long pointerHash, SingleValue value) {
		this.text.truncate(0);
		value.write(this.text);
		return StateHash.value(pointerHash, this.text.array(), 0, this.text.length());
	}

	/*
	 * A step that may be an index is one in a list, or the name of a member. The names of
	 * two places may look alike: /a.b/c and /a/b.c.
	 */
	private int slot(JsonPointerPath path, boolean lists) {
		DocumentPath position = new DocumentPath();
		for (String step : path.steps()) {
			int index = (lists) ? JsonPointerPath.index(step) : -1;
			if (index >= 0) {
				position.enterList();
				position.element(index);
			}
			else {
				position.enterObject();
				position.member(step);
			}
		}
		int slot = this.shape.index().slot(position.property());
		return (slot >= 0 && this.shape.places().pointerHash(slot) == position.pointerHash()) ? slot : -1;
	}

	private @Nullable SingleValue value(int slot) {
		Step step = this.shape.places().step(slot);
		Object value = this.before.table().value(slot);
		return (step != Step.END && value != null) ? new SingleValue(step, value) : null;
	}

	private Document toDocument(List<byte[]> patches) {
		return new Document(PatchedDocument.of(this.before, patches), this.properties.toTable(),
				(this.sameShape) ? this.shape : null, this.lengthBytes, Document.nonZero(this.stateHash),
				this.properties.changes(), (patches.size() == 1) ? patches.get(0) : null);
	}

}
