package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;

import org.jspecify.annotations.Nullable;

/**
 * What is done to the files; whether a running master makes a new one; what a follower
 * says that had mapped the file; and why a new follower refuses what a running master has
 * not mended.
 */
enum Fault {

	TRUNCATED((files) -> files.truncate(4096), true, "fileLengthBytes", null),

	CUT_IN_AN_ARENA((files) -> files.truncate(65536 + 128), true, "fileLengthBytes", null),

	EMPTIED((files) -> files.truncate(0), true, "fileLengthBytes", null),

	EXTENDED((files) -> files.truncate(1024 * 1024), true, "fileLengthBytes", null),

	DELETED((files) -> Files.delete(files.data()), true, null, null),

	REPLACED_BY_TEXT((files) -> files.replaceBy(Files.writeString(files.directory.resolve("text"), "text")), true,
			"expected=", null),

	REPLACED_BY_AN_OLDER_COPY((files) -> files.replaceBy(files.directory.resolve("older")), true, "published expected=",
			null),

	REPLACED_BY_A_DIRECTORY((files) -> files.swap(files.data(), (path, aside) -> Files.createDirectory(path)), true,
			"type expected=file found=directory", null),

	REPLACED_BY_A_LINK((files) -> files.swap(files.data(), Files::createSymbolicLink), true,
			"type expected=file found=link", null),

	GARBAGE_EVERYWHERE((files) -> files.fill(0, Long.MAX_VALUE), true, "magic expected=", null),

	GARBAGE_IN_THE_HEADER((files) -> files.fill(0, 4096), true, "magic expected=", null),

	GARBAGE_IN_THE_ARENAS((files) -> files.fill(65536, Long.MAX_VALUE), false, null, null),

	WRITABLE_BY_OTHERS((files) -> files.chmod(files.data(), "rw-rw-rw-"), false, null,
			"writableBy expected=owner found=others"),

	DIRECTORY_REMOVED((files) -> files.moveAside(files.shared), true, null, null),

	DIRECTORY_REPLACED((files) -> files.swap(files.shared, (path, aside) -> Files.createDirectory(path)), true, null,
			null),

	DIRECTORY_WRITABLE_BY_OTHERS((files) -> files.chmod(files.shared, "rwxrwxrwx"), false, null,
			"writableBy expected=owner found=group"),

	LOCK_DELETED((files) -> Files.delete(files.shared.resolve("orders.lock")), false, null, null);

	private final Action action;

	final boolean mended;

	final @Nullable String reason;

	final @Nullable String refusal;

	Fault(Action action, boolean mended, @Nullable String reason, @Nullable String refusal) {
		this.action = action;
		this.mended = mended;
		this.reason = reason;
		this.refusal = refusal;
	}

	void inflict(FaultScene files) throws IOException {
		this.action.inflict(files);
	}

	private interface Action {

		void inflict(FaultScene files) throws IOException;

	}

}
