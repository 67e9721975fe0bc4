package io.sharedconfig.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

/**
 * Runs input and output that an interrupt of the caller must not end: it closes the
 * channel that is in use, and with it any lock. The caller stays interrupted.
 * <p>
 * Thread-safe.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Run an action in this thread, once more whenever it was interrupted.
	 * @param <T> the type of its result
	 * @param action an action that opens its channel itself
	 * @return its result
	 * @throws IOException if it failed
	 */
	static <T extends @Nullable Object> T call(Action<T> action) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return action.call();
				}
				catch (ClosedByInterruptException ex) {
					interrupted |= Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Run an action on a thread that nobody can interrupt, and wait until both have
	 * ended.
	 * @param <T> the type of its result
	 * @param threadName the name of the thread
	 * @param action the action
	 * @return its result
	 * @throws IOException if it failed
	 */
	static <T extends @Nullable Object> T callOnOwnThread(String threadName, Action<T> action) throws IOException {
		FutureTask<T> task = new FutureTask<>(action::call);
		Thread thread = new Thread(task, threadName);
		thread.setDaemon(true);
		thread.start();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					thread.join();
					return task.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			throw rethrow(ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static IOException rethrow(@Nullable Throwable cause) {
		if (cause instanceof RuntimeException runtimeException) {
			throw runtimeException;
		}
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof IOException ioException) ? ioException : new IOException(cause);
	}

	/**
	 * An action that does input or output.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Action<T extends @Nullable Object> {

		T call() throws IOException;

	}

}
