package io.sharedconfig.file;

import java.util.List;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import org.jspecify.annotations.Nullable;

/**
 * What a reader makes of whole documents and of patches that it is given one after the
 * other.
 * <p>
 * Not thread-safe; one per reader.
 */
final class HandedOut {

	private final DocumentLine line = new DocumentLine(new DocumentCodec());

	/**
	 * Return the document of a line that a reader wrote, which may be a patch.
	 */
	@Nullable String document(String payload) {
		byte[] bytes = GoldenFile.utf8(payload);
		Document document = payload.startsWith("[") ? this.line.next(null, List.of(bytes), 0)
				: this.line.next(bytes, List.of(), 0);
		return (document != null) ? document.json() : null;
	}

	/**
	 * Return the document that a run of records leads to.
	 */
	static byte @Nullable [] document(StoredRun run) {
		Document document = new DocumentLine(new DocumentCodec()).next(run.snapshot().payload(), run.patches(),
				run.last().stateHash());
		return (document != null) ? document.payload() : null;
	}

}
