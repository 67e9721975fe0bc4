package io.sharedconfig.inject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.FollowOptions;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.BoundInstances.Key;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundInstances}.
 */
class BoundInstancesTests {

	private static final Key KEY = new Key(String.class, ConfigurationPropertyName.of("order"), "order");

	private static final Key OTHER = new Key(String.class, ConfigurationPropertyName.of("other"), "other");

	private final OtherNames names = OtherNames.of(new MutablePropertySources());

	private final AppliedState before = state();

	private final AppliedState after = state();

	private final BoundInstances instances = new BoundInstances();

	@Test
	void argumentsWhenWhatWasTriedIsAppliedAreThose() throws Exception {
		BoundArguments arguments = apply(KEY);
		this.instances.next(this.after);
		assertThat(this.instances.arguments(KEY, this.names)).isSameAs(arguments);
		assertThat(this.instances.arguments(OTHER, this.names)).isNull();
		assertThat(this.instances.find(KEY)).isNull();
	}

	@Test
	void argumentsWhenWhatWasTriedIsNotAppliedAreThoseFromBefore() throws Exception {
		BoundArguments arguments = apply(KEY);
		this.instances.next(this.after);
		this.instances.add(KEY, "refused", arguments());
		this.instances.next(this.after);
		assertThat(this.instances.arguments(KEY, this.names)).isSameAs(arguments);
	}

	@Test
	void argumentsWhenNothingOfItWasTriedAreThoseFromBefore() throws Exception {
		BoundArguments arguments = apply(KEY);
		this.instances.next(this.after);
		this.instances.add(OTHER, "other", null);
		AppliedState later = state();
		this.instances.keep(later, this.names);
		this.instances.next(later);
		assertThat(this.instances.arguments(KEY, this.names)).isSameAs(arguments);
	}

	@Test
	void argumentsWhenAnotherStateIsChangedAreUnknown() throws Exception {
		apply(KEY);
		this.instances.next(this.before);
		assertThat(this.instances.arguments(KEY, this.names)).isNull();
		this.instances.keep(this.after, this.names);
		this.instances.next(this.after);
		assertThat(this.instances.arguments(KEY, this.names)).isNull();
	}

	@Test
	void argumentsWhenOtherNamesAreNotThoseFromBeforeAreUnknown() throws Exception {
		apply(KEY);
		this.instances.next(this.after);
		assertThat(this.instances.arguments(KEY, OtherNames.of(new MutablePropertySources()))).isNull();
		assertThat(this.instances.arguments(KEY, null)).isNull();
	}

	private BoundArguments apply(Key key) throws Exception {
		BoundArguments arguments = arguments();
		this.instances.next(this.before);
		this.instances.add(key, "bound", arguments);
		this.instances.keep(this.after, this.names);
		return arguments;
	}

	private static BoundArguments arguments() throws Exception {
		return new BoundArguments(new Binder(), String.class.getConstructor(), List.of(), List.of(), new Object[0]);
	}

	private static AppliedState state() {
		try (FollowerHub hub = new FollowerHub(
				new FollowOptions(Path.of("nowhere"), Duration.ofSeconds(1), Duration.ofSeconds(1), Set.of(), false),
				new FollowEvents() {
				})) {
			return hub.newestState();
		}
	}

}
