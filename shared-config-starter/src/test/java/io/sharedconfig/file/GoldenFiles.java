package io.sharedconfig.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.CRC32;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.file.GoldenFile.Expected;

import static io.sharedconfig.file.SharedFileLayout.ARENA_CAPACITY_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_COUNT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_OFFSET_0_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_OFFSET_1_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER_MARK_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.COMPAT_FLAGS_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FILE_ID_HIGH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FILE_ID_LOW_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MAJOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MINOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.HEADER_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_DELTA;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_FLAGS_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MAX_PAYLOAD_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECLAIM_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_ENCODING_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.RECORD_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_META_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_PAYLOAD_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_POSITION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_SNAPSHOT_POSITION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_STATE_HASH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_TYPE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_VERSION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STAGE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATE_CLOSED;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_PID_OFFSET;

/**
 * Makes the golden files: with a real store where a master can leave such a file, by
 * changing bytes where it cannot. Made again they are the same, byte for byte: what a
 * store takes from chance or from the host is fixed here.
 */
final class GoldenFiles {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

	private static final int MAX_PAYLOAD = 16 * 1024;

	private static final int ARENA = 65536;

	private static final String TEXT = """
			{"greeting":"Grüße, Καλημέρα, こんにちは, 👋🏽","escapes":"\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f/\u007f\u2028",\
			"":"empty name","a.b/c~d":[[],{},[[1,2],[3]]],"numbers":[0,-0,1.50,1e400,-12345678901234567890.12345678901234567890,\
			9007199254740993,18446744073709551615,1E-7],"literals":[true,false,null]}""";

	private static final String BALLAST = "{\"n\":1,\"list\":[\"a\",2.0],\"gone\":\"gone\",\"ballast\":\"%s\"}"
		.formatted("b".repeat(300));

	private static final String SET_N = "{\"op\":\"replace\",\"path\":\"/n\",\"value\":%s}";

	private final Path temp;

	private final List<GoldenFile> made = new ArrayList<>();

	private GoldenFiles(Path temp) {
		this.temp = temp;
	}

	/**
	 * Make the files that are kept.
	 */
	static List<GoldenFile> kept(Path temp) throws IOException {
		GoldenFiles files = new GoldenFiles(temp);
		files.addReadable();
		files.addNothing();
		files.addRefused();
		files.addChanges();
		return files.made;
	}

	/**
	 * Make files that are damaged in other ways. They differ from the one with one
	 * version by a few bytes and are not kept.
	 */
	static List<GoldenFile> damaged(Path temp) throws IOException {
		GoldenFiles files = new GoldenFiles(temp);
		files.addDamagedHeaders();
		files.addDamagedRecords();
		return files.made;
	}

	private void addReadable() throws IOException {
		StoredVersion one = version(1, "{\"pricing\":{\"discount\":\"0.15\"}}", "");
		add("one-version", "The first version.", store(one), Expected.document(one));
		StoredVersion meta = version(2, "{\"pricing\":{\"discount\":\"0.20\"}}",
				"{\"author\":\"alice\",\"comment\":\"Grüße\",\"changed\":[\"pricing.discount\"]}");
		add("meta", "Two versions; the second one says who changed what and why.", store(one, meta),
				Expected.document(meta));
		StoredVersion text = version(1, TEXT, "");
		add("text", "Unicode, every escape, numbers that fit no machine word, and a name that is empty.", store(text),
				Expected.document(text));
		StoredVersion empty = version(1, "{}", "");
		add("empty-document", "A version whose document is empty.", store(empty), Expected.document(empty));
		StoredVersion largest = largest();
		add("largest", "The longest record that the file allows: 4096 bytes of meta and maxPayload of payload.",
				store(largest), Expected.document(largest));
		StoredVersion[] some = some(6);
		add("arena-changed", "The newest version is the first one in the second arena: epoch 1.", store(some),
				Expected.document(some[5]));
		StoredVersion[] many = some(12);
		add("arena-reused", "The first arena is in use again, with an old record behind the newest: epoch 2.",
				store(many), Expected.document(many[11]));
		add("closed", "The master ended in order: STATE is 2. The version stays good.",
				changed(store(one), (file) -> file.putInt(STATE_OFFSET, STATE_CLOSED)), Expected.document(one));
		add("unknown-minor", "formatMinor is 7: a reader ignores it.", changed(store(one), (file) -> {
			file.putShort(FORMAT_MINOR_OFFSET, (short) 7);
			seal(file);
		}), Expected.document(one));
		add("unknown-compat", "All compatFlags are set: a reader ignores them.", changed(store(one), (file) -> {
			file.putInt(COMPAT_FLAGS_OFFSET, -1);
			seal(file);
		}), Expected.document(one));
		add("delta", "Bit 0 of incompatFlags is set: the file may have DELTA records. This one has none.",
				changed(store(one), (file) -> {
					file.putInt(INCOMPAT_FLAGS_OFFSET, INCOMPAT_DELTA);
					seal(file);
				}), Expected.document(one));
		add("reserved", "All reserved bytes of the header, STAGE and NOTIFY are set: a reader ignores them.",
				changed(store(one), GoldenFiles::fillReserved), Expected.document(one));
	}

	private void addChanges() throws IOException {
		NewVersion[] versions = changes();
		NewVersion last = versions[versions.length - 1];
		add("deltas", "A whole document and changes to it, one of each kind, with numbers and texts of all sorts.",
				storeChanges(versions), Expected.document(last));
		NewVersion[] again = { whole(1, BALLAST), change(2, BALLAST, "[" + SET_N.formatted(2) + "]"), whole(3, BALLAST),
				change(4, BALLAST, "[" + SET_N.formatted(4) + "]") };
		add("deltas-later", "Whole documents among the changes: a reader that is new begins with version 3.",
				storeChanges(again), Expected.document(again[3]));
		NewVersion[] many = many();
		add("deltas-second-arena", "The second arena begins with a whole document, and changes follow it: epoch 1.",
				storeChanges(many), Expected.document(many[many.length - 1]));
		add("deltas-crc", "One character of the first of several changes is wrong.",
				changed(storeChanges(versions), (file) -> {
					int at = ARENA + file.getInt(ARENA) + RECORD_HEADER_LENGTH + 20;
					file.put(at, (byte) (file.get(at) ^ 1));
				}), Expected.refused("payloadCrc32"));
		addRefusedChange("deltas-gap", "The last change has the version after the next.", "version", versions,
				(file, at) -> file.putLong(at + RECORD_VERSION_OFFSET, last.version() + 1));
		addRefusedChange("deltas-other-document", "The last change names a whole document that is not the last one.",
				"type", again, (file, at) -> file.putLong(at + RECORD_SNAPSHOT_POSITION_OFFSET, 0));
		addRefusedChange("deltas-no-document", "The last change names itself as the whole document.", "type", versions,
				(file, at) -> file.putLong(at + RECORD_SNAPSHOT_POSITION_OFFSET, at - ARENA));
		addRefusedChange("deltas-state-hash",
				"The last change has a stateHash that is not that of the document. A reader that only hands out patches does not notice.",
				"stateHash", versions, (file, at) -> file.putLong(at + RECORD_STATE_HASH_OFFSET, 4711));
		add("deltas-no-flag", "Bit 0 of incompatFlags is not set, and yet there are changes.",
				changed(storeChanges(versions), (file) -> {
					file.putInt(INCOMPAT_FLAGS_OFFSET, 0);
					seal(file);
				}), Expected.refused("type"));
	}

	private void addRefusedChange(String name, String what, String fact, NewVersion[] versions,
			BiConsumer<ByteBuffer, Integer> change) throws IOException {
		add(name, what, changed(storeChanges(versions), (file) -> {
			int at = ARENA + (int) file.getLong(PUBLISHED_OFFSET);
			change.accept(file, at);
			file.putInt(at + RECORD_HEADER_CRC_OFFSET, crc(file, at, RECORD_HEADER_CRC_OFFSET));
		}), Expected.refused(fact));
	}

	private static NewVersion[] changes() {
		String[] patches = { SET_N.formatted("1.50"), "{\"op\":\"add\",\"path\":\"/list/1\",\"value\":1E400}",
				"{\"op\":\"add\",\"path\":\"/list/-\",\"value\":{}},{\"op\":\"remove\",\"path\":\"/list/0\"}",
				"{\"op\":\"add\",\"path\":\"/a~1b~0c\",\"value\":{\"\":\"\\u0001 \\\" \\\\ \u007f ü \uD83D\uDE00 \u2028\"}}",
				"{\"op\":\"replace\",\"path\":\"/a~1b~0c/\",\"value\":[true,false,null]},{\"op\":\"add\",\"path\":\"/\",\"value\":\"\"}",
				"{\"op\":\"remove\",\"path\":\"/gone\"},{\"op\":\"add\",\"path\":\"/2\",\"value\":-0},"
						+ "{\"op\":\"add\",\"path\":\"/1\",\"value\":{\"__proto__\":[]}}" };
		NewVersion[] versions = new NewVersion[1 + patches.length];
		versions[0] = whole(1, BALLAST);
		for (int i = 0; i < patches.length; i++) {
			byte[] before = versions[i].document().get();
			versions[i + 1] = change(i + 2, new String(before, StandardCharsets.UTF_8), "[" + patches[i] + "]");
		}
		return versions;
	}

	/**
	 * Enough to fill the first arena with changes and whole documents.
	 */
	private static NewVersion[] many() {
		NewVersion[] versions = new NewVersion[40];
		String longer = BALLAST.replace(":\"gone\"", ":\"" + "x".repeat(14_000) + "\"");
		for (int i = 0; i < versions.length; i++) {
			versions[i] = (i % 30 == 0) ? whole(i + 1, longer)
					: change(i + 1, longer, "[" + SET_N.formatted("\"" + "y".repeat(1300 + i) + "\"") + "]");
		}
		return versions;
	}

	private static NewVersion whole(long version, String json) {
		return NewVersion.of(version(version, json, ""));
	}

	private static NewVersion change(long version, String before, String patch) {
		Document document = new DocumentLine(new DocumentCodec()).next(GoldenFile.utf8(before),
				List.of(GoldenFile.utf8(patch)), 0);
		return new NewVersion(version, TIME.toEpochMilli() + version, document.stateHash(),
				GoldenFile.utf8("{\"author\":\"alice\"}"), document.payload().length, document::payload,
				GoldenFile.utf8(patch));
	}

	private void addNothing() throws IOException {
		StoredVersion one = version(1, "{\"pricing\":{\"discount\":\"0.15\"}}", "");
		add("empty", "Nothing is published yet: PUBLISHED is -1.", store(), Expected.nothing());
		add("moved", "Another file has taken the place of this one: PUBLISHED is -2. Here there is no other.", moved(),
				Expected.nothing());
		add("no-magic", "The magic is 0: the file is being made.",
				changed(store(one), (file) -> file.putLong(MAGIC_OFFSET, 0)), Expected.nothing());
		add("lapped", "RECLAIM is above the epoch of PUBLISHED: what is read may be overwritten at this moment.",
				changed(store(one), (file) -> file.putLong(RECLAIM_OFFSET, 1)), Expected.nothing());
	}

	private void addRefused() throws IOException {
		StoredVersion one = version(1, "{\"pricing\":{\"discount\":\"0.15\"}}", "");
		refused("unknown-major", "formatMajor is 2, and bytes 88 to 91 are no checksum: it may be elsewhere there.",
				"formatMajor", (file) -> file.putShort(FORMAT_MAJOR_OFFSET, (short) 2));
		refused("unknown-incompat", "Bit 31 of incompatFlags is set.", "incompatFlags", (file) -> {
			file.putInt(INCOMPAT_FLAGS_OFFSET, Integer.MIN_VALUE);
			seal(file);
		});
		refused("bad-magic", "The magic is that of PNG.", "magic",
				(file) -> file.putLong(MAGIC_OFFSET, 0x0A1A0A0D474E5089L));
		refused("bad-header-crc", "One bit of headerCrc32 is wrong.", "headerCrc32",
				(file) -> file.putInt(STATIC_CRC_OFFSET, file.getInt(STATIC_CRC_OFFSET) ^ 1));
		refused("bad-record-crc", "One bit of the record's publishedAt is wrong.", "headerCrc32",
				(file) -> file.putLong(ARENA + SharedFileLayout.RECORD_PUBLISHED_AT_OFFSET,
						file.getLong(ARENA + SharedFileLayout.RECORD_PUBLISHED_AT_OFFSET) ^ 1));
		refused("bad-payload-crc", "One character of the payload is wrong; it is still a document.", "payloadCrc32",
				(file) -> file.put(ARENA + RECORD_HEADER_LENGTH + "{\"pricing\":{\"discount\":\"".length(),
						(byte) '9'));
		byte[] whole = store(one);
		add("truncated", "The second arena is missing.", Arrays.copyOf(whole, 2 * ARENA),
				Expected.refused("fileLengthBytes"));
	}

	private void addDamagedHeaders() throws IOException {
		header("header-length", HEADER_LENGTH_OFFSET, 8192, "headerLengthBytes");
		header("big-endian", BYTE_ORDER_MARK_OFFSET, 0x0D0C0B0A, "byteOrderMark");
		header("three-arenas", ARENA_COUNT_OFFSET, 3, "arenaCount");
		header("capacity-no-power", ARENA_CAPACITY_OFFSET, 3 * ARENA, "arenaCapacityBytes");
		header("capacity-0", ARENA_CAPACITY_OFFSET, 0, "arenaCapacityBytes");
		header("capacity-small", ARENA_CAPACITY_OFFSET, 4096, "arenaCapacityBytes");
		header("capacity-other", ARENA_CAPACITY_OFFSET, 2 * ARENA, "arenaOffset1");
		header("capacity-huge", ARENA_CAPACITY_OFFSET + 4, 1, "arenaCapacityBytes");
		header("payload-0", MAX_PAYLOAD_OFFSET, 0, "maxPayloadBytes");
		header("payload-large", MAX_PAYLOAD_OFFSET, ARENA / 4 + 1, "maxPayloadBytes");
		header("arena0-in-header", ARENA_OFFSET_0_OFFSET, 0, "arenaOffset0");
		header("arena0-unaligned", ARENA_OFFSET_0_OFFSET, 4096, "arenaOffset0");
		header("arena1-unaligned", ARENA_OFFSET_1_OFFSET, 2 * ARENA + 4096, "arenaOffset1");
		header("arenas-overlap", ARENA_OFFSET_1_OFFSET, ARENA, "arenaOffset1");
		header("arena0-huge", ARENA_OFFSET_0_OFFSET + 4, 1, "arenaOffset0");
		header("arena1-huge", ARENA_OFFSET_1_OFFSET + 4, 1, "arenaOffset1");
		header("arena1-negative", ARENA_OFFSET_1_OFFSET + 4, Integer.MIN_VALUE, "arenaOffset1");
		header("arena1-beyond", ARENA_OFFSET_1_OFFSET, Integer.MAX_VALUE & -ARENA, "arenaOffset1");
		header("arena1-later", ARENA_OFFSET_1_OFFSET, 3 * ARENA, "fileLengthBytes");
		GoldenFile base = base();
		add("no-bytes", "", new byte[0], Expected.refused("fileLengthBytes"));
		add("short", "", Arrays.copyOf(base.bytes(), 4095), Expected.refused("fileLengthBytes"));
		add("one-byte-more", "", Arrays.copyOf(base.bytes(), 3 * ARENA + 1), Expected.refused("fileLengthBytes"));
	}

	private void header(String name, int offset, int value, String fact) throws IOException {
		refused(name, "", fact, (file) -> {
			file.putInt(offset, value);
			seal(file);
		});
	}

	private void addDamagedRecords() throws IOException {
		for (long position : new long[] { 32, -64, -3, Long.MIN_VALUE }) {
			refused("published" + position, "", "published", (file) -> file.putLong(PUBLISHED_OFFSET, position));
		}
		refused("published-zeros", "", "lengthBytes", (file) -> file.putLong(PUBLISHED_OFFSET, 1024));
		refused("published-far", "", "lengthBytes", (file) -> file.putLong(PUBLISHED_OFFSET, 0x7FFF_FFFF_FFFF_0040L));
		for (int length : new int[] { 0, 63, 65, -64, 32 * 1024, Integer.MAX_VALUE }) {
			record("length" + length, RECORD_LENGTH_OFFSET, length, "lengthBytes");
		}
		record("length-more", RECORD_LENGTH_OFFSET, 256, "lengthBytes");
		record("position", RECORD_POSITION_OFFSET, 64, "ownPosition");
		record("snapshot-position", RECORD_SNAPSHOT_POSITION_OFFSET, 64, "snapshotPosition");
		record("meta-huge", RECORD_META_LENGTH_OFFSET, 4097, "metaLengthBytes");
		record("meta-negative", RECORD_META_LENGTH_OFFSET, -1, "metaLengthBytes");
		record("payload-huge", RECORD_PAYLOAD_LENGTH_OFFSET, 16385, "engthBytes");
		record("payload-negative", RECORD_PAYLOAD_LENGTH_OFFSET, -1, "engthBytes");
		record("payload-less", RECORD_PAYLOAD_LENGTH_OFFSET, 30, "payloadCrc32");
		record("version-0", RECORD_VERSION_OFFSET, 0, "version");
		refusedRecord("type-delta", "type", (file) -> file.putShort(ARENA + RECORD_TYPE_OFFSET, (short) 2));
		refusedRecord("type-0", "type", (file) -> file.putShort(ARENA + RECORD_TYPE_OFFSET, (short) 0));
		refusedRecord("encoding-2", "encoding", (file) -> file.putShort(ARENA + RECORD_ENCODING_OFFSET, (short) 2));
	}

	private void record(String name, int offset, int value, String fact) throws IOException {
		refusedRecord(name, fact, (file) -> file.putInt(ARENA + offset, value));
	}

	private void refusedRecord(String name, String fact, Consumer<ByteBuffer> change) throws IOException {
		refused("record-" + name, "", fact, (file) -> {
			change.accept(file);
			file.putInt(ARENA + RECORD_HEADER_CRC_OFFSET, crc(file, ARENA, RECORD_HEADER_CRC_OFFSET));
		});
	}

	private void refused(String name, String what, String fact, Consumer<ByteBuffer> change) throws IOException {
		add(name, what, changed(base().bytes(), change), Expected.refused(fact));
	}

	private GoldenFile base() throws IOException {
		StoredVersion one = version(1, "{\"pricing\":{\"discount\":\"0.15\"}}", "");
		return new GoldenFile("base", "", store(one), Expected.document(one));
	}

	private void add(String name, String what, byte[] bytes, Expected expected) {
		this.made.add(new GoldenFile(name, what, bytes, expected));
	}

	private byte[] storeChanges(NewVersion... versions) throws IOException {
		Path directory = Files.createTempDirectory(this.temp, "golden");
		try (SharedFileStore store = open(directory, MAX_PAYLOAD)) {
			store.begin(null);
			for (NewVersion version : versions) {
				store.append(version, CommitStep.NONE);
			}
			return fixed(Files.readAllBytes(StoreFixture.data(directory)), versions.length, INCOMPAT_DELTA);
		}
	}

	private byte[] store(StoredVersion... versions) throws IOException {
		Path directory = Files.createTempDirectory(this.temp, "golden");
		try (SharedFileStore store = open(directory, MAX_PAYLOAD)) {
			store.begin(null);
			for (StoredVersion version : versions) {
				store.append(NewVersion.of(version), CommitStep.NONE);
			}
			return fixed(Files.readAllBytes(StoreFixture.data(directory)), versions.length, 0);
		}
	}

	private byte[] moved() throws IOException {
		Path directory = Files.createTempDirectory(this.temp, "golden");
		Path kept = directory.resolve("kept");
		try (SharedFileStore store = open(directory, 2 * MAX_PAYLOAD)) {
			store.begin(null);
			store.append(NewVersion.of(version(1, "{}", "")), CommitStep.NONE);
			Files.createLink(kept, StoreFixture.data(directory));
			store.append(NewVersion.of(version(2, "{\"text\":\"%s\"}".formatted("x".repeat(MAX_PAYLOAD)), "")),
					CommitStep.NONE);
			try (FileChannel channel = FileChannel.open(kept)) {
				ByteBuffer file = ByteBuffer.allocate((int) channel.size());
				channel.read(file, 0);
				return fixed(file.array(), 2, 0);
			}
		}
	}

	private SharedFileStore open(Path directory, int maxPayloadBytes) {
		return SharedFileStore.open(
				new StoreOptions(directory, StoreFixture.NAME, MAX_PAYLOAD, maxPayloadBytes,
						PosixFilePermissions.fromString("rw-------"), null),
				new GoldenSystem(), Clock.fixed(TIME, ZoneOffset.UTC));
	}

	/**
	 * Fix what comes from chance.
	 */
	private static byte[] fixed(byte[] bytes, int number, int flags) {
		return changed(bytes, (file) -> {
			file.putLong(FILE_ID_HIGH_OFFSET, 0x0123456789AB4DEFL);
			file.putLong(FILE_ID_LOW_OFFSET, 0x8123456789ABC000L + number);
			file.putLong(WRITER_PID_OFFSET, 4711);
			// 0: as the releases wrote it that knew no DELTA
			file.putInt(INCOMPAT_FLAGS_OFFSET, flags);
			seal(file);
		});
	}

	private static byte[] changed(byte[] bytes, Consumer<ByteBuffer> change) {
		ByteBuffer file = ByteBuffer.wrap(bytes.clone()).order(SharedFileLayout.BYTE_ORDER);
		change.accept(file);
		return file.array();
	}

	private static void seal(ByteBuffer file) {
		file.putInt(STATIC_CRC_OFFSET, crc(file, FORMAT_MAJOR_OFFSET, STATIC_CRC_OFFSET - FORMAT_MAJOR_OFFSET));
	}

	private static int crc(ByteBuffer file, int from, int lengthBytes) {
		CRC32 crc = new CRC32();
		crc.update(file.array(), from, lengthBytes);
		return (int) crc.getValue();
	}

	private static void fillReserved(ByteBuffer file) {
		int[][] reserved = { { 92, 128 }, { STAGE_OFFSET, 256 }, { 264, 384 }, { 384, 512 }, { 524, 640 },
				{ 696, 4096 } };
		for (int[] range : reserved) {
			for (int at = range[0]; at < range[1]; at++) {
				file.put(at, (byte) 0xEE);
			}
		}
	}

	private static StoredVersion largest() {
		String json = "{\"text\":\"%s\"}";
		String meta = "{\"comment\":\"%s\"}";
		return version(1, json.formatted("x".repeat(MAX_PAYLOAD - json.length() + 2)),
				meta.formatted("y".repeat(SharedFileLayout.MAX_META - meta.length() + 2)));
	}

	/**
	 * Versions of which five fit into an arena.
	 */
	private static StoredVersion[] some(int count) {
		StoredVersion[] versions = new StoredVersion[count];
		for (int i = 0; i < count; i++) {
			versions[i] = version(i + 1,
					"{\"number\":%d,\"text\":\"%s\"}".formatted(i + 1, String.valueOf((char) ('a' + i)).repeat(12_000)),
					"");
		}
		return versions;
	}

	private static StoredVersion version(long version, String json, String meta) {
		Document document = new DocumentCodec().decode(GoldenFile.utf8(json));
		return new StoredVersion(version, TIME.toEpochMilli() + version, document.stateHash(), GoldenFile.utf8(meta),
				document.payload());
	}

	/**
	 * A host like any other.
	 */
	private static final class GoldenSystem extends ThisSystem {

		@Override
		public long startTicks(long pid) {
			return 123_456;
		}

		@Override
		public long pidNamespace() {
			return 4_026_531_836L;
		}

		@Override
		public UUID bootId() {
			return new UUID(0xB007_0000_0000_4000L, 0x8000_0000_0000_0001L);
		}

		@Override
		public boolean canReplace(Path file) {
			return true;
		}

	}

}
