package io.sharedconfig.codec;

import java.util.List;

import io.sharedconfig.ConfigDiff;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a version beside its document.
 *
 * @since 1.0.0
 */
public record RecordMeta(@Nullable String author, @Nullable String comment, List<String> changed, List<String> added,
		List<String> removed) {

	public static RecordMeta of(@Nullable String author, @Nullable String comment, ConfigDiff diff) {
		throw new UnsupportedOperationException();
	}

	public static RecordMeta decode(byte[] meta) {
		throw new UnsupportedOperationException();
	}

	public byte[] encode() {
		throw new UnsupportedOperationException();
	}

}
