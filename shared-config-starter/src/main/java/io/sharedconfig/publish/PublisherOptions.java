package io.sharedconfig.publish;

import java.nio.file.Path;

import io.sharedconfig.file.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a master publishes one configuration.
 * <p>
 * Immutable.
 *
 * @param store how the shared file is kept
 * @param backupDirectory where the durable copy is kept, {@code null} for none
 * @since 1.0.0
 */
public record PublisherOptions(StoreOptions store, @Nullable Path backupDirectory) {

}
