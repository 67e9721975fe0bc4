package io.sharedconfig.publish;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The lines of a history file, one after the other and each as a stream, so that none of
 * them needs to be in memory. A last line without its line feed is none.
 * <p>
 * Not thread-safe; one per reading. Plain {@code java.io}, because an interrupt closes a
 * channel.
 */
final class HistoryLines implements Closeable {

	private final RandomAccessFile file;

	private final byte[] block = new byte[64 * 1024];

	private int blockLength;

	private int next;

	private long blockStart;

	private long lineStart;

	private boolean inLine;

	HistoryLines(Path path) throws IOException {
		this.file = new RandomAccessFile(path.toFile(), "r");
	}

	/**
	 * Go to the next line.
	 * @return its bytes without the line feed; whether it is a line says
	 * {@link #finish()}
	 */
	InputStream next() {
		this.lineStart = position();
		this.inLine = true;
		return new Line();
	}

	/**
	 * Go behind the end of the line.
	 * @return {@code false} if there is none, so that this was no line
	 */
	boolean finish() throws IOException {
		while (this.inLine) {
			if (!fill()) {
				return false;
			}
			while (this.next < this.blockLength && this.inLine) {
				this.inLine = this.block[this.next++] != '\n';
			}
		}
		return true;
	}

	long lineStart() {
		return this.lineStart;
	}

	/**
	 * Return where the file is read next: behind a finished line where the next begins.
	 */
	long position() {
		return this.blockStart + this.next;
	}

	private boolean fill() throws IOException {
		if (this.next < this.blockLength) {
			return true;
		}
		this.blockStart += this.blockLength;
		this.next = 0;
		this.blockLength = Math.max(0, this.file.read(this.block));
		return this.blockLength > 0;
	}

	/**
	 * Return bytes from elsewhere in the same file. No line can be read afterwards.
	 * @throws EOFException if the file was cut meanwhile
	 */
	byte[] read(long start, long end) throws IOException {
		byte[] bytes = new byte[Math.toIntExact(end - start)];
		this.file.seek(start);
		this.file.readFully(bytes);
		return bytes;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * The rest of the line.
	 */
	private final class Line extends InputStream {

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] into, int offset, int length) throws IOException {
			HistoryLines lines = HistoryLines.this;
			int count = 0;
			while (count < length && lines.inLine && lines.fill()) {
				byte value = lines.block[lines.next++];
				lines.inLine = value != '\n';
				if (lines.inLine) {
					into[offset + count++] = value;
				}
			}
			return (count > 0 || length == 0) ? count : -1;
		}

	}

}
