package io.sharedconfig.file;

import java.io.IOException;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.MOVED;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;

/**
 * What a new master finds in place of its data file. Nothing is written to it before it
 * is known to be good.
 *
 * @param usable the file, {@code null} if there is none or it is damaged
 * @param last what leads to the last complete version in it, {@code null} for none
 * @param damage why a file that is there cannot be used, {@code null} if it can or there
 * is none
 */
record FoundFile(@Nullable ExistingFile usable, @Nullable StoredRun last, @Nullable String damage) {

	private static final int MAX_ATTEMPTS = 100;

	static FoundFile look(StoreFiles files, FileTrust trust) throws IOException {
		try {
			if (PathFacts.of(files.data()) == null) {
				return new FoundFile(null, null, null);
			}
			ExistingFile existing = ExistingFile.open(files.data(), trust);
			if (existing == null) {
				return damaged("Shared config file '%s' was never completed".formatted(files.data()));
			}
			if (existing.region().getLongAcquire(PUBLISHED_OFFSET) == MOVED) {
				return damaged("Shared config file '%s' has been given up for another one".formatted(files.data()));
			}
			return read(files, existing);
		}
		catch (CorruptFileException | IncompatibleFileException | UntrustedFileException ex) {
			return damaged(ex);
		}
		catch (InternalError ex) {
			return damaged("Shared config file '%s' was truncated while it was read".formatted(files.data()));
		}
	}

	private static FoundFile read(StoreFiles files, ExistingFile existing) {
		for (int attempt = 0; existing.log().hasNews(); attempt++) {
			StoredRun last = existing.log().read();
			if (last != null) {
				return new FoundFile(existing, last, null);
			}
			if (attempt == MAX_ATTEMPTS) {
				return damaged("Shared config file '%s' is being written to by another process without its lock"
					.formatted(files.data()));
			}
		}
		return new FoundFile(existing, null, null);
	}

	private static FoundFile damaged(SharedConfigException ex) {
		return damaged(String.valueOf(ex.getMessage()));
	}

	private static FoundFile damaged(String fact) {
		return new FoundFile(null, null, fact);
	}

}
