package io.sharedconfig.publish;

import java.time.Duration;
import java.util.function.Consumer;

import io.sharedconfig.SharedConfigPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A publisher with what operators want to see of it.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public interface ObservedPublisher extends SharedConfigPublisher {

	/**
	 * Tell somebody how long each version takes that is published from now on, its backup
	 * included.
	 * @param stopwatch told in the thread that publishes; must not throw
	 */
	void onPublished(Consumer<Duration> stopwatch);

	/**
	 * Return why things are not as one would wish: why this process is not the master, or
	 * why what it should publish cannot be published.
	 * @return the reason, without any configuration value, {@code null} if all is well
	 */
	@Nullable String reason();

}
