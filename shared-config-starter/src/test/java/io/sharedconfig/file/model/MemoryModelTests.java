package io.sharedconfig.file.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Litmus tests of the memory model itself: what is known to be allowed and forbidden.
 */
class MemoryModelTests {

	private static final int DATA = 0;

	private static final int FLAG = 1;

	@ParameterizedTest
	@CsvSource({ "RELEASE_STORE, ACQUIRE_LOAD, 1", "OPAQUE_STORE, ACQUIRE_LOAD, 0 1", "RELEASE_STORE, OPAQUE_LOAD, 0 1",
			"PLAIN_STORE, PLAIN_LOAD, 0 1" })
	void messagePassingWhenByAccessesNeedsReleaseAndAcquire(Access store, Access load, String found) {
		Stores stores = new Stores(0, 0);
		stores.store(DATA, 1, Access.PLAIN_STORE, "");
		stores.store(FLAG, 1, store, "");
		Views views = after(stores, FLAG, 1, load);
		assertThat(values(stores, views, DATA)).containsExactlyElementsOf(numbers(found));
	}

	@ParameterizedTest
	@CsvSource({ "true, true, 1", "true, false, 0 1", "false, true, 0 1" })
	void messagePassingWhenByFencesNeedsBoth(boolean release, boolean acquire, String found) {
		Stores stores = new Stores(0, 0);
		stores.store(DATA, 1, Access.OPAQUE_STORE, "");
		if (release) {
			stores.releaseFence();
		}
		stores.store(FLAG, 1, Access.PLAIN_STORE, "");
		Views views = after(stores, FLAG, 1, Access.PLAIN_LOAD);
		views = acquire ? views.acquireFence() : views;
		assertThat(values(stores, views, DATA)).containsExactlyElementsOf(numbers(found));
	}

	@Test
	void releaseFenceWhenStoreIsBehindItDoesNotPassThatStoreOn() {
		Stores stores = new Stores(0, 0);
		stores.releaseFence();
		stores.store(DATA, 1, Access.OPAQUE_STORE, "");
		stores.store(FLAG, 1, Access.OPAQUE_STORE, "");
		Views views = after(stores, FLAG, 1, Access.OPAQUE_LOAD).acquireFence();
		assertThat(values(stores, views, DATA)).containsExactly(0L, 1L);
	}

	@Test
	void releaseStoreWhenAnOpaqueStoreFollowsPassesNothingOnWithThat() {
		Stores stores = new Stores(0, 0);
		stores.store(DATA, 1, Access.PLAIN_STORE, "");
		stores.store(FLAG, 1, Access.RELEASE_STORE, "");
		stores.store(FLAG, 2, Access.OPAQUE_STORE, "");
		assertThat(values(stores, after(stores, FLAG, 2, Access.ACQUIRE_LOAD), DATA)).containsExactly(0L, 1L);
	}

	@ParameterizedTest
	@CsvSource({ "PLAIN_LOAD, 0 1 2", "OPAQUE_LOAD, 1 2", "ACQUIRE_LOAD, 1 2" })
	void loadWhenANewerValueWasSeenGoesBackOnlyIfPlain(Access load, String found) {
		Stores stores = new Stores(0, 0);
		stores.store(DATA, 1, Access.OPAQUE_STORE, "");
		stores.store(DATA, 2, Access.OPAQUE_STORE, "");
		assertThat(values(stores, after(stores, DATA, 1, load), DATA)).containsExactlyElementsOf(numbers(found));
	}

	private static Views after(Stores stores, int location, long value, Access access) {
		Views views = Views.initial(2);
		Message message = views.readable(stores.messages(), location)
			.stream()
			.filter((readable) -> readable.value() == value)
			.findAny()
			.orElseThrow();
		return views.load(message, access);
	}

	private static Set<Long> values(Stores stores, Views views, int location) {
		Set<Long> values = new LinkedHashSet<>();
		views.readable(stores.messages(), location).forEach((message) -> values.add(message.value()));
		return values;
	}

	private static List<Long> numbers(String text) {
		return List.of(text.split(" ")).stream().map(Long::valueOf).toList();
	}

}
