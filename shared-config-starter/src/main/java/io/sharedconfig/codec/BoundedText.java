package io.sharedconfig.codec;

import java.io.Writer;

/**
 * A text that may become so long and no longer.
 * <p>
 * Not thread-safe.
 */
final class BoundedText extends Writer {

	private final StringBuilder text = new StringBuilder();

	private final int maxLength;

	private boolean tooLong;

	BoundedText(int maxLength) {
		this.maxLength = maxLength;
	}

	@Override
	public void write(char[] buffer, int offset, int length) {
		if (length > this.maxLength - this.text.length()) {
			this.tooLong = true;
			requireBounded();
		}
		this.text.append(buffer, offset, length);
	}

	/**
	 * Check that nothing was left out.
	 */
	void requireBounded() {
		if (this.tooLong) {
			throw new TooLongException(this.maxLength + 1);
		}
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
