package io.sharedconfig.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Hears that a file of a directory was touched, or put there. What it says is a hint and
 * nothing to rely on: it may be late, lost, or about a file that did not change.
 * <p>
 * Thread-safe. Holds a watch of the system, of which there are few, until it is closed.
 *
 * @since 1.0.0
 */
public final class DirectoryWatch implements AutoCloseable {

	private final Path directory;

	private final File location;

	private final Object key;

	private final WatchService service;

	/*
	 * When a name in it came or went last, as the system says; 0 if that is not known.
	 */
	private volatile long changedAtMs;

	private DirectoryWatch(Path directory, Object key, WatchService service) {
		this.directory = directory;
		this.location = directory.toFile();
		this.key = key;
		this.service = service;
	}

	/**
	 * Watch a directory.
	 * @param directory the directory
	 * @return the watch, to be closed by the caller
	 * @throws IOException if it is not there, or the system has no watch left
	 * @throws UnsupportedOperationException if nothing can be heard on this system
	 */
	public static DirectoryWatch open(Path directory) throws IOException {
		if (!HostSystem.CURRENT.hearsTouches()) {
			throw new UnsupportedOperationException("Nothing can be heard on this system");
		}
		Object key = PathFacts.keyOf(directory);
		if (key == null) {
			throw new NoSuchFileException(directory.toString());
		}
		WatchService service = directory.getFileSystem().newWatchService();
		try {
			directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
			return new DirectoryWatch(directory, key, service);
		}
		catch (IOException | RuntimeException ex) {
			service.close();
			throw ex;
		}
	}

	/**
	 * Wait until something is heard.
	 * @param heard is given the name of each file that was touched or put there,
	 * {@code null} when it may have been any
	 * @return {@code false} if nothing will be heard any more: the directory was removed
	 * @throws InterruptedException if this thread was interrupted
	 * @throws java.nio.file.ClosedWatchServiceException if this watch is or was closed
	 */
	public boolean await(Consumer<@Nullable String> heard) throws InterruptedException {
		WatchKey found = this.service.take();
		for (WatchEvent<?> event : found.pollEvents()) {
			heard.accept((event.context() instanceof Path name) ? name.toString() : null);
		}
		return found.reset();
	}

	/**
	 * Return whether the path still leads to the directory that is watched.
	 * @return {@code false} if it was removed or replaced
	 */
	public boolean isInPlace() {
		// first: what happens from now on shows the next time
		long changedAtMs = changedAtMs();
		boolean inPlace = leadsHere();
		this.changedAtMs = (inPlace) ? changedAtMs : 0;
		return inPlace;
	}

	private boolean leadsHere() {
		try {
			return this.key.equals(PathFacts.keyOf(this.directory));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return whether {@link #isInPlace()} was so when it was asked last, and the path
	 * leads to a directory as old as that. This is one question to the system, and no
	 * object is made of the answer; only a directory that was given the times of this one
	 * is mistaken for it.
	 * @return {@code false} if that has to be asked
	 */
	public boolean seemsInPlace() {
		long known = this.changedAtMs;
		return known != 0 && known == changedAtMs();
	}

	private long changedAtMs() {
		return this.location.lastModified();
	}

	@Override
	public void close() {
		try {
			this.service.close();
		}
		catch (IOException ex) {
			// nothing is left to be done
		}
	}

	/**
	 * Opens watches: {@link DirectoryWatch#open}, but for tests.
	 *
	 * @since 1.0.0
	 */
	@FunctionalInterface
	public interface Opener {

		/**
		 * Watch a directory.
		 * @param directory the directory
		 * @return the watch
		 * @throws IOException if it cannot be watched now
		 * @throws UnsupportedOperationException if it cannot be watched ever
		 */
		DirectoryWatch open(Path directory) throws IOException;

	}

}
