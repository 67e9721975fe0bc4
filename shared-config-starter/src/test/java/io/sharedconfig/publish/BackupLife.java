package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.JsonPatch;
import io.sharedconfig.codec.RecordMeta;
import io.sharedconfig.file.FileEffects;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A backup that versions are committed to, as documents and as patches, without a shared
 * file. It knows what was committed.
 */
final class BackupLife implements AutoCloseable {

	static final DocumentCodec CODEC = new DocumentCodec();

	/**
	 * What makes a document longer than a patch of it.
	 */
	static final String FILLER = "\"filler\":\"%s\"".formatted("f".repeat(300));

	final Path directory;

	final List<String> warnings = new ArrayList<>();

	final Map<Long, String> committed = new TreeMap<>();

	final Backup backup;

	private Document document;

	private long version;

	BackupLife(Path directory) {
		this(directory, FileEffects.UNWATCHED);
	}

	BackupLife(Path directory, FileEffects effects) {
		this.directory = directory;
		this.backup = Backup.open(directory, "orders", CODEC, this.warnings::add, effects);
		HistoryEntry last = this.backup.last();
		this.document = (last != null) ? last.document() : CODEC.encode("{}");
		this.version = (last != null) ? last.version() : 0;
	}

	Document document() {
		return this.document;
	}

	long version() {
		return this.version;
	}

	BackupLife publish(String json) {
		return commit(CODEC.encode(json), null);
	}

	BackupLife patch(String operations) {
		Document result = CODEC.encode(JsonPatch.of(CODEC.list(operations)).applyTo(this.document.tree()));
		return commit(result, operations.getBytes(StandardCharsets.UTF_8));
	}

	private BackupLife commit(Document result, byte @Nullable [] patch) {
		long next = this.version + 1;
		this.committed.put(next, result.json()); // from here it may be there
		this.backup.commit(snapshot(next, result), patch);
		this.version = next;
		this.document = result;
		return this;
	}

	static DocumentSnapshot snapshot(long version, Document document) {
		return new DocumentSnapshot("orders", version, 1_700_000_000_000L + version,
				new RecordMeta("alice", comment(version), List.of("a"), List.of(), List.of()), document);
	}

	static String comment(long version) {
		return "change " + version;
	}

	Path history() {
		return this.directory.resolve("orders.history.jsonl");
	}

	Path readable() {
		return this.directory.resolve("orders.json");
	}

	List<String> lines() throws IOException {
		return Files.readAllLines(history());
	}

	/**
	 * Leave the files as a process does that is killed.
	 */
	void die() throws IOException {
		Image left = Image.of(this.directory);
		this.backup.close();
		FileSystemUtils.deleteRecursively(this.directory);
		left.writeTo(this.directory);
	}

	@Override
	public void close() {
		this.backup.close();
	}

}
