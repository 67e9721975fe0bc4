package io.sharedconfig.publish;

import java.time.Clock;
import java.util.function.Supplier;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version a master goes on with, of what is in the shared file, in the backup,
 * and in the backup's document as a person may have left it. The newer one of file and
 * history wins, the other is brought up to it; an edit becomes a version of its own.
 * <p>
 * Not thread-safe; used once, at the start.
 */
final class Recovery {

	static final String EDITED_COMMENT = "Edited in the backup while no master was running";

	private final String name;

	private final SharedFileStore store;

	private final @Nullable Backup backup;

	private final DocumentCodec codec;

	private final Clock clock;

	private final HistoryFile.Warnings warnings;

	private final DocumentChecks checks;

	private long lastVersion;

	Recovery(String name, SharedFileStore store, @Nullable Backup backup, DocumentCodec codec, Clock clock,
			HistoryFile.Warnings warnings, DocumentChecks checks) {
		this.name = name;
		this.store = store;
		this.backup = backup;
		this.codec = codec;
		this.clock = clock;
		this.warnings = warnings;
		this.checks = checks;
	}

	/**
	 * Bring the file and the backup to one version and make the file ready for followers.
	 * @param initial gives the document to publish when there is none
	 * @return the version to go on with, {@code null} if nothing was ever published
	 */
	@Nullable DocumentSnapshot recover(@Nullable Supplier<?> initial) {
		DocumentSnapshot inFile = inFile();
		DocumentSnapshot inHistory = inHistory();
		String damage = this.store.damage();
		if (damage != null) {
			this.warnings.warn("the shared file could not be used and is kept beside the new one: " + damage);
		}
		DocumentSnapshot current = newest(inFile, inHistory);
		warnIfRefused(current);
		current = withEdit(current);
		if (current == null && initial != null) {
			current = first(initial);
		}
		this.store.begin((current != null) ? Versions.toWrite(current, null) : null);
		return current;
	}

	/**
	 * Return the highest version number that was ever given, as far as is known.
	 * @return the version, 0 if none
	 */
	long lastVersion() {
		return this.lastVersion;
	}

	private @Nullable DocumentSnapshot inFile() {
		StoredRun stored = this.store.last();
		if (stored == null) {
			return null;
		}
		this.lastVersion = Math.max(this.lastVersion, stored.version());
		DocumentSnapshot version = null;
		try {
			version = Versions.read(this.name, stored, new DocumentLine(this.codec));
		}
		catch (InvalidDocumentException ex) {
			// as if it did not match its hash
		}
		if (version == null) {
			this.store.refuse("version %d in it is not a document".formatted(stored.version()));
		}
		return version;
	}

	private @Nullable DocumentSnapshot inHistory() {
		HistoryEntry last = (this.backup != null) ? this.backup.last() : null;
		if (last == null) {
			return null;
		}
		this.lastVersion = Math.max(this.lastVersion, last.version());
		return Versions.of(this.name, last);
	}

	private @Nullable DocumentSnapshot newest(@Nullable DocumentSnapshot inFile, @Nullable DocumentSnapshot inHistory) {
		if (inFile == null) {
			return inHistory;
		}
		if (this.backup == null) {
			return inFile;
		}
		if (inHistory == null || inFile.version() > inHistory.version()) {
			this.backup.commit(inFile, null);
			return inFile;
		}
		if (inFile.version() < inHistory.version()) {
			return inHistory;
		}
		if (inFile.content().sameAs(inHistory.content())) {
			return inFile;
		}
		this.warnings.warn(("version %d in the shared file and in the backup are different documents; the one in the "
				+ "shared file, which followers have, is published as a new version")
			.formatted(inFile.version()));
		return committed(next(inFile, inFile.author(), inFile.comment(), inFile.content()));
	}

	/*
	 * It stands, whatever validators were given to the master since: followers have it.
	 */
	private void warnIfRefused(@Nullable DocumentSnapshot current) {
		if (current == null) {
			return;
		}
		try {
			this.checks.check(current);
		}
		catch (InvalidDocumentException ex) {
			this.warnings.warn("version %d stays published, but would be refused now: %s".formatted(current.version(),
					ex.problem()));
		}
	}

	private @Nullable DocumentSnapshot withEdit(@Nullable DocumentSnapshot current) {
		Backup.Edit edit = (this.backup != null) ? this.backup.edit() : null;
		if (this.backup == null || edit == null) {
			return current;
		}
		if (current != null && current.content().sameAs(edit.document())) {
			this.backup.forgetEdit();
			return current;
		}
		DocumentSnapshot version = next(current, null, EDITED_COMMENT, edit.document());
		try {
			this.checks.check(version);
		}
		catch (InvalidDocumentException ex) {
			this.backup.refuseEdit(ex.problem());
			return current;
		}
		warnIfMadeFromAnOlderVersion(edit.madeFrom(), version.version());
		return committed(version);
	}

	private void warnIfMadeFromAnOlderVersion(long madeFrom, long version) {
		if (madeFrom < version - 1) {
			this.warnings
				.warn(("the document in the backup was edited by hand and is published as version %d, but was made "
						+ "from version %d: it lacks what version%s changed, which the history keeps")
					.formatted(version, madeFrom, (madeFrom == version - 2) ? " " + (version - 1)
							: "s %d to %d".formatted(madeFrom + 1, version - 1)));
		}
	}

	private @Nullable DocumentSnapshot first(Supplier<?> initial) {
		Object document = initial.get();
		if (document == null) {
			return null;
		}
		DocumentSnapshot version = next(null, null, null, this.codec.encode(document));
		this.checks.check(version);
		return committed(version);
	}

	private DocumentSnapshot next(@Nullable DocumentSnapshot before, @Nullable String author, @Nullable String comment,
			Document document) {
		return Versions.of(Versions.diff(before, this.name, this.lastVersion + 1, document), this.clock.millis(),
				author, comment, document);
	}

	private DocumentSnapshot committed(DocumentSnapshot version) {
		this.lastVersion = version.version();
		if (this.backup != null) {
			this.backup.commit(version, null);
		}
		return version;
	}

}
