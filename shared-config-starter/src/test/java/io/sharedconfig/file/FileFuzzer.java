package io.sharedconfig.file;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;

/**
 * What is fuzzed: a follower opens a file, reads it, reads it again after it has changed,
 * and decodes what it got. Any bytes are an input. The image is in memory, so that it is
 * done some ten thousand times a second.
 */
public final class FileFuzzer {

	/**
	 * A system property: instrumented code allocates more than the product does, so it is
	 * not measured.
	 */
	static final String GUIDED = "fuzz.guided";

	/**
	 * What one look at a file may allocate beside the copy of the records and of the
	 * payload: messages and stack traces.
	 */
	private static final long BESIDE = 128 * 1024;

	/**
	 * What a document takes for each byte of its payload: its properties have the names
	 * of all objects around them in theirs, so this holds for documents like these only.
	 */
	private static final long DECODE_FACTOR = 256;

	private static final Path FILE = Path.of("fuzzed.scfg");

	private static final int READS = 3;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final DocumentCodec CODEC = new DocumentCodec();

	private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(FuzzedFile.MAX_LENGTH);

	private static final boolean MEASURES = !Boolean.getBoolean(GUIDED);

	private FileFuzzer() {
	}

	/**
	 * The name and form that the coverage-guided fuzzer looks for.
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		run(input);
	}

	/**
	 * Try one input.
	 * @return what became of it
	 * @throws RuntimeException if the follower failed
	 */
	static Outcome run(byte[] input) {
		for (int attempt = 1;; attempt++) {
			try {
				return attempt(input);
			}
			catch (AllocatedException ex) {
				// classes are loaded and messages formatted for the first time
				if (attempt == 3) {
					throw ex;
				}
			}
		}
	}

	private static Outcome attempt(byte[] input) {
		FuzzInput in = new FuzzInput(input);
		FuzzedFile image = FuzzedFile.begin(in).mutate();
		RecordLog log = null;
		DocumentLine line = new DocumentLine(CODEC);
		Outcome outcome = new Outcome();
		for (int read = 0; read < READS && (read == 0 || !in.isEmpty()); read++) {
			MappedRegion region = region(image);
			long before = THREADS.getCurrentThreadAllocatedBytes();
			long bound = BESIDE;
			StoredRun version = null;
			try {
				FileHeader header = open(region);
				if (header == null) {
					return outcome;
				}
				// the run, its payloads, and objects for the smallest of records
				bound += 8L * header.arenaCapacity();
				RecordLog next = new RecordLog(FILE, region, header);
				if (log != null) {
					next.continueFrom(log.cursor());
				}
				log = next;
				version = log.read();
			}
			catch (SharedConfigException ex) {
				outcome.refuse(ex);
			}
			requireAllocated("read", before, bound);
			if (version != null) {
				requireMeta(version);
				outcome.read++;
				decode(version, line, outcome);
			}
			image.mutate();
		}
		return outcome;
	}

	private static MappedRegion region(FuzzedFile image) {
		byte[] bytes = image.bytes();
		MEMORY.put(0, bytes);
		return new MappedRegion(MEMORY.slice(0, bytes.length));
	}

	/**
	 * As {@link ExistingFile#open}, without a file.
	 */
	private static FileHeader open(MappedRegion region) {
		if (region.lengthBytes() < SharedFileLayout.HEADER_LENGTH
				|| region.getLongAcquire(SharedFileLayout.MAGIC_OFFSET) == 0) {
			return null;
		}
		return FileHeader.parse(FILE, region.getBytes(0, SharedFileLayout.STATIC_LENGTH), region.lengthBytes());
	}

	private static void decode(StoredRun version, DocumentLine line, Outcome outcome) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		Document document = null;
		try {
			StoredRecord last = version.last();
			document = line.next((version.snapshot() != null) ? version.snapshot().payload() : null, version.patches(),
					last.stateHash());
			if (document != null) {
				new DocumentSnapshot("fuzzed", last.version(), last.publishedAtMs(), RecordMeta.decode(last.meta()),
						document);
				outcome.decoded++;
			}
		}
		catch (SharedConfigException ex) {
			outcome.refuse(ex);
		}
		requireAllocated("decode", before, BESIDE + DECODE_FACTOR * lengthBytes(version));
		if (document != null) {
			requireMinified(document);
		}
	}

	private static void requireMinified(Document document) {
		Document anew = CODEC.encode(document.json());
		if (!anew.json().equals(document.json()) || anew.lengthBytes() != document.lengthBytes()) {
			throw new IllegalStateException("a document of %d bytes has %d when it is written anew"
				.formatted(document.lengthBytes(), anew.lengthBytes()));
		}
	}

	private static long lengthBytes(StoredRun version) {
		long lengthBytes = version.last().meta().length;
		if (version.snapshot() != null) {
			lengthBytes += version.snapshot().payload().length;
		}
		return lengthBytes + version.patches().stream().mapToLong((patch) -> patch.length).sum();
	}

	private static void requireMeta(StoredRun version) {
		if (version.version() < 1 || version.last().meta().length > SharedFileLayout.MAX_META) {
			throw new IllegalStateException(
					"version %d has meta data of %d bytes".formatted(version.version(), version.last().meta().length));
		}
	}

	private static void requireAllocated(String what, long before, long bound) {
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		if (MEASURES && allocated > bound) {
			throw new AllocatedException("%s allocated %d bytes, more than %d".formatted(what, allocated, bound));
		}
	}

	/**
	 * What became of the inputs so far.
	 */
	static final class Outcome {

		private long read;

		private long decoded;

		private long refused;

		private void refuse(SharedConfigException ex) {
			this.refused++;
			if (String.valueOf(ex.getMessage()).contains(FuzzedJson.SECRET)) {
				throw new IllegalStateException("A value is in the message: " + ex.getMessage());
			}
		}

		void add(Outcome other) {
			this.read += other.read;
			this.decoded += other.decoded;
			this.refused += other.refused;
		}

		long read() {
			return this.read;
		}

		long decoded() {
			return this.decoded;
		}

		long refused() {
			return this.refused;
		}

	}

	private static final class AllocatedException extends RuntimeException {

		private AllocatedException(String message) {
			super(message);
		}

	}

}
