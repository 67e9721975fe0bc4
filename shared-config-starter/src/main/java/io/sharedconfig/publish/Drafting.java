package io.sharedconfig.publish;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentEdits;
import io.sharedconfig.codec.WorkingDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes documents of changes. The working document, on which edits cost what they change,
 * stays from one change to the next as long as what was made of it is published.
 * <p>
 * Not thread-safe: to be used under the publisher's lock.
 */
final class Drafting {

	private final DocumentCodec codec;

	private @Nullable WorkingDocument working;

	private @Nullable WorkingDocument pending;

	Drafting(DocumentCodec codec) {
		this.codec = codec;
	}

	/**
	 * Make a document.
	 * @param change the change
	 * @param current the current document, {@code null} for none
	 * @param kept the versions that can be gone back to
	 * @param maxLengthBytes how long it may be
	 * @return the document, and how it is made of the current one
	 */
	Drafted draft(DocumentChange change, @Nullable Document current, KeptVersions kept, int maxLengthBytes) {
		this.pending = null;
		Document start = change.begin(current, kept, maxLengthBytes);
		if (start == null && current != null) {
			return change.hasEdits() ? edited(change, current, maxLengthBytes) : new Drafted(current, null);
		}
		Document whole = (start != null) ? start : this.codec.encode("{}");
		if (change.hasEdits()) {
			DocumentEdits edits = new DocumentEdits(whole.tree(), this.codec);
			change.applyTo(edits);
			whole = this.codec.encode(edits.root(), current, maxLengthBytes);
		}
		return (current != null && !current.sameAs(whole)) ? compared(whole, current) : new Drafted(whole, null);
	}

	private Drafted edited(DocumentChange change, Document current, int maxLengthBytes) {
		WorkingDocument editing = take(current);
		Document before = editing.document();
		WorkingDocument.Result result = editing.edit(change::applyTo);
		Document document = result.document();
		if (document == null) {
			return new Drafted(this.codec.encode(result.root(), current, maxLengthBytes), null);
		}
		this.pending = editing;
		return (document != before) ? new Drafted(document, result.patch()) : new Drafted(current, null);
	}

	/*
	 * Only what is much shorter than the document is worth a patch.
	 */
	private Drafted compared(Document whole, Document current) {
		if (whole.lengthBytes() < Document.SHORTEST_WORTH_A_PATCH) {
			return new Drafted(whole, null);
		}
		byte[] patch = whole.patchOf(current);
		if (patch != null) {
			WorkingDocument editing = take(current);
			Document document = editing.apply(patch);
			return keep(editing, document, patch);
		}
		if (whole.isInStepWith(current) || current.lengthBytes() < Document.SHORTEST_WORTH_A_PATCH) {
			return new Drafted(whole, null);
		}
		WorkingDocument editing = take(current);
		ObjectNode tree = whole.tree();
		WorkingDocument.Result result = editing.edit((edits) -> edits.become(tree));
		Document document = result.document();
		return (document != null && result.patch().length <= whole.lengthBytes() / 2)
				? keep(editing, document, result.patch()) : new Drafted(whole, null);
	}

	private Drafted keep(WorkingDocument editing, Document document, byte[] patch) {
		this.pending = editing;
		return new Drafted(document, patch);
	}

	private WorkingDocument take(Document current) {
		WorkingDocument known = this.working;
		// whatever goes wrong from here on, it is of no use any more
		this.working = null;
		return (known != null && known.document() == current && known.isUsable()) ? known
				: new WorkingDocument(current, this.codec);
	}

	/**
	 * Return the bytes of a document.
	 */
	byte[] payload(Document document) {
		settle(this.pending, document);
		settle(this.working, document);
		return document.payload();
	}

	private static void settle(@Nullable WorkingDocument candidate, Document document) {
		if (candidate != null && candidate.document() == document) {
			candidate.settle();
		}
	}

	/**
	 * Keep what was drafted last: it was published.
	 */
	void published(Document document) {
		WorkingDocument drafted = this.pending;
		this.pending = null;
		if (drafted != null && drafted.document() == document) {
			this.working = drafted;
		}
	}

	/**
	 * What became of a change.
	 *
	 * @param document the document
	 * @param patch what makes it of the current one, {@code null} if it is to be
	 * published as a whole
	 */
	record Drafted(Document document, byte @Nullable [] patch) {

	}

}
