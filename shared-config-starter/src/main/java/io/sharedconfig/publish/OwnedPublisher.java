package io.sharedconfig.publish;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.StageReport;
import io.sharedconfig.codec.DocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of a configuration that has an owner: whoever else wants to change it is
 * refused.
 * <p>
 * Thread-safe. Closing it closes the owner and the publisher that the owner uses.
 *
 * @since 1.0.0
 */
public final class OwnedPublisher implements ObservedPublisher {

	private final ObservedPublisher publisher;

	private final DocumentOwner owner;

	private final DocumentCodec codec = new DocumentCodec();

	/**
	 * Create the publisher.
	 * @param publisher what the owner publishes with
	 * @param owner who alone may publish
	 */
	public OwnedPublisher(ObservedPublisher publisher, DocumentOwner owner) {
		this.publisher = publisher;
		this.owner = owner;
	}

	@Override
	public String name() {
		return this.publisher.name();
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		return this.publisher.current();
	}

	@Override
	public PublisherState state() {
		return this.publisher.state();
	}

	@Override
	public ConfigSnapshot publish(Object document) {
		throw refused();
	}

	@Override
	public ConfigChange change() {
		return new DocumentChange(this.codec, new DocumentChange.Target() {

			@Override
			public ConfigDiff preview(DocumentChange change) {
				throw refused();
			}

			@Override
			public ConfigSnapshot publish(DocumentChange change) {
				throw refused();
			}

			@Override
			public RolloutReport await(ConfigSnapshot published, Duration timeout) {
				throw refused();
			}

			@Override
			public StageReport stage(DocumentChange change, Duration timeout) {
				throw refused();
			}

		});
	}

	@Override
	public List<FollowerDescriptor> followers() {
		return this.publisher.followers();
	}

	/**
	 * Let followers try a document, for example what a file is to hold. That changes
	 * nothing, so anybody may.
	 */
	@Override
	public StageReport stage(Object document, Duration timeout) {
		return this.publisher.stage(document, timeout);
	}

	private OwnedBySourcesException refused() {
		return new OwnedBySourcesException(name(), this.owner.description());
	}

	@Override
	public List<ConfigRevision> history() {
		return this.publisher.history();
	}

	@Override
	public ConfigSnapshot revision(long version) {
		return this.publisher.revision(version);
	}

	@Override
	public void onPublished(Consumer<Duration> stopwatch) {
		this.publisher.onPublished(stopwatch);
	}

	@Override
	public @Nullable String reason() {
		String reason = this.publisher.reason();
		return (reason != null) ? reason : this.owner.problem();
	}

	@Override
	public void close() {
		try {
			this.owner.close();
		}
		finally {
			this.publisher.close();
		}
	}

	@Override
	public String toString() {
		return "OwnedPublisher[%s]".formatted(this.publisher);
	}

}
