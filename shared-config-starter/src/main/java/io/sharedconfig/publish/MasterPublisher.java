package io.sharedconfig.publish;

import java.util.function.Supplier;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigPublisher;
import org.jspecify.annotations.Nullable;

/**
 * The master of one configuration.
 *
 * @since 1.0.0
 */
public final class MasterPublisher implements SharedConfigPublisher {

	public static MasterPublisher open(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String name() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		throw new UnsupportedOperationException();
	}

	@Override
	public PublisherState state() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ConfigSnapshot publish(Object document) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ConfigChange change() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
