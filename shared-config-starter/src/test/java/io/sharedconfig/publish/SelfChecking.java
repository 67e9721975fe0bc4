package io.sharedconfig.publish;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoredRun;

/**
 * Documents that tell by themselves which version they are and whether they are whole.
 */
final class SelfChecking {

	private static final Pattern START = Pattern.compile("\\{\"version\":(\\d+),\"length\":(\\d+),");

	private SelfChecking() {
	}

	static String document(long version, int length) {
		String letter = String.valueOf((char) ('a' + version % 26));
		return "{\"version\":%d,\"length\":%d,\"text\":\"%s\"}".formatted(version, length, letter.repeat(length));
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
		return start.lookingAt() && Long.parseLong(start.group(1)) == version
				&& json.equals(document(version, Integer.parseInt(start.group(2))));
	}

}
