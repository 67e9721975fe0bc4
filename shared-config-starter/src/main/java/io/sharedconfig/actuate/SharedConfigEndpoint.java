package io.sharedconfig.actuate;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.env.SharedConfigPropertySource;
import io.sharedconfig.inject.UnrefreshablePoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * The endpoint {@code sharedconfig}: which configurations this process publishes and
 * follows, and their documents. Writing over HTTP is the matter of {@link ChangeHandler}.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
@Endpoint(id = SharedConfigEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class SharedConfigEndpoint {

	/**
	 * The id of the endpoint.
	 */
	public static final String ID = "sharedconfig";

	private final LocalConfigs configs;

	private final ConfigurableEnvironment environment;

	private final DocumentSanitizer sanitizer;

	private final Show showValues;

	private final Supplier<? extends Collection<UnrefreshablePoint>> unrefreshable;

	/**
	 * Create the endpoint.
	 * @param configs the configurations to show
	 * @param environment where those that are followed are seen
	 * @param sanitizer what hides values
	 * @param showValues when values are shown at all
	 * @param unrefreshable gives the places that keep what they were given first
	 */
	public SharedConfigEndpoint(LocalConfigs configs, ConfigurableEnvironment environment, DocumentSanitizer sanitizer,
			Show showValues, Supplier<? extends Collection<UnrefreshablePoint>> unrefreshable) {
		this.configs = configs;
		this.environment = environment;
		this.sanitizer = sanitizer;
		this.showValues = showValues;
		this.unrefreshable = unrefreshable;
	}

	/**
	 * Return all configurations of this process.
	 * @return those published and those followed
	 */
	@ReadOperation
	public SharedConfigsDescriptor configs() {
		return new SharedConfigsDescriptor(this.configs.publishers().stream().map(PublishedDescriptor::of).toList(),
				this.configs.followers().stream().map(FollowedDescriptor::of).toList());
	}

	/**
	 * Return one configuration with its document.
	 * @param name the configuration
	 * @return what is known about it, {@code null} if this process neither publishes nor
	 * follows it
	 */
	@ReadOperation
	public @Nullable SharedConfigDescriptor config(@Selector String name) {
		return config(name, this.showValues.isShown(true));
	}

	@Nullable SharedConfigDescriptor config(String name, boolean showUnsanitized) {
		SharedConfigPublisher publisher = this.configs.publisher(name);
		SharedConfigFollower follower = this.configs.follower(name);
		if (publisher != null) {
			ConfigSnapshot current = publisher.current();
			return SharedConfigDescriptor.of(PublishedDescriptor.of(publisher, current),
					(follower != null) ? FollowedDescriptor.of(follower) : null, document(current, showUnsanitized),
					RevisionDescriptor.of(publisher), (follower != null) ? points() : null);
		}
		if (follower != null) {
			ConfigSnapshot applied = follower.current();
			return SharedConfigDescriptor.of(FollowedDescriptor.of(follower, applied), applied,
					document(applied, showUnsanitized), points());
		}
		return null;
	}

	private List<UnrefreshablePoint> points() {
		return List.copyOf(this.unrefreshable.get());
	}

	private @Nullable JsonNode document(@Nullable ConfigSnapshot snapshot, boolean showUnsanitized) {
		return (snapshot != null) ? this.sanitizer.sanitize(snapshot, source(snapshot.name()), showUnsanitized) : null;
	}

	private @Nullable PropertySource<?> source(String name) {
		return this.environment.getPropertySources().get(SharedConfigPropertySource.NAME_PREFIX + name);
	}

}
