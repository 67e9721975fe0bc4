package io.sharedconfig.source;

import java.io.IOException;
import java.io.InputStream;

import io.sharedconfig.ConfigTooLargeException;

import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * How much is read to become a document. It is looked at before anything is read, and
 * once more while it is: what was short may have grown.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param maxBytes the most bytes, fewer than an array can have
 */
record SizeLimit(String name, long maxBytes) {

	/**
	 * Read a resource that is short enough.
	 * @param resource the resource
	 * @return what is in it
	 * @throws ConfigTooLargeException if it is too long; then at most as much was read as
	 * is allowed
	 * @throws IOException if it cannot be read
	 */
	byte[] read(Resource resource) throws IOException {
		if (resource.isFile()) {
			require(resource.contentLength(), text(resource) + " is that long");
		}
		try (InputStream in = resource.getInputStream()) {
			byte[] content = in.readNBytes(Math.toIntExact(this.maxBytes));
			if (in.read() >= 0) {
				throw tooLarge(this.maxBytes + 1, text(resource) + " is at least that long");
			}
			return content;
		}
	}

	/**
	 * Check a length.
	 * @param lengthBytes the length in bytes
	 * @param what says what has that length
	 * @throws ConfigTooLargeException if it is too long
	 */
	void require(long lengthBytes, String what) {
		if (lengthBytes > this.maxBytes) {
			throw tooLarge(lengthBytes, what);
		}
	}

	private static String text(Resource resource) {
		return StringUtils.capitalize(resource.getDescription());
	}

	private ConfigTooLargeException tooLarge(long lengthBytes, String what) {
		return new ConfigTooLargeException(this.name, lengthBytes, this.maxBytes,
				what + ": make it shorter, or set 'shared-config.publisher.max-size' (at most 128MB)");
	}

}
