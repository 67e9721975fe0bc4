package io.sharedconfig.publish;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.file.StoredVersion;

/**
 * Documents that tell by themselves which version they are and whether they are whole.
 */
final class SelfChecking {

	private static final Pattern START = Pattern.compile("\\{\"version\":(\\d+),\"length\":(\\d+),");

	private SelfChecking() {
	}

	static String document(long version, int length) {
		return "{\"version\":%d,\"length\":%d,\"text\":\"%s\"}".formatted(version, length, text(version, length));
	}

	/**
	 * Return the first version of a document that stays the same for the most part.
	 */
	static NewVersion whole(long version, int length) {
		NewVersion change = change(version, length);
		return NewVersion.of(new StoredVersion(version, change.publishedAtMs(), change.stateHash(), change.meta(),
				change.document().get()));
	}

	/**
	 * Return another version of it, with what it changes in the version before.
	 */
	static NewVersion change(long version, int length) {
		Document document = new DocumentCodec().encode(withBallast(version, length));
		String patch = "[{\"op\":\"replace\",\"path\":\"/version\",\"value\":%d},{\"op\":\"remove\",\"path\":\"/text\"},"
				+ "{\"op\":\"add\",\"path\":\"/text\",\"value\":\"%s\"}]";
		return new NewVersion(version, 1_700_000_000_000L + version, document.stateHash(),
				"{\"author\":\"a\"}".getBytes(StandardCharsets.UTF_8), document.payload().length, document::payload,
				patch.formatted(version, text(version, length)).getBytes(StandardCharsets.UTF_8));
	}

	static String withBallast(long version, int length) {
		return "{\"version\":%d,\"length\":%d,\"ballast\":\"%s\",\"text\":\"%s\"}".formatted(version, length,
				"b".repeat(2 * length), text(version, length));
	}

	static String text(long version, int length) {
		return String.valueOf((char) ('a' + version % 26)).repeat(length);
	}

	/**
	 * Return the document of what was read.
	 */
	static String text(StoredRun run, SharedFileReader reader) {
		StoredRun whole = run;
		if (run.snapshot() == null) {
			reader.rewind();
			whole = reader.read();
		}
		return new DocumentLine(new DocumentCodec())
			.next(whole.snapshot().payload(), whole.patches(), whole.last().stateHash())
			.json();
	}

	static boolean isWhole(long version, String json) {
		Matcher start = START.matcher(json);
		if (!start.lookingAt() || Long.parseLong(start.group(1)) != version) {
			return false;
		}
		int length = Integer.parseInt(start.group(2));
		return json.equals(document(version, length)) || json.equals(withBallast(version, length));
	}

}
