package io.sharedconfig.file.model;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every run of a master that uses its arenas again and a follower that reads meanwhile.
 * The protocol is right in all of them; with any one piece of it left out or weakened
 * there is a run in which a version is read torn, though no processor that this is tested
 * on may ever show it.
 */
class ProtocolTests {

	private static final int ATTEMPTS = 2;

	@Test
	void protocolWhenAsBuiltIsNeverTornNorBackwardsNorTakenForCorrupt() {
		Exploration exploration = Exploration.of(Protocol.asBuilt(), ATTEMPTS);
		assertRight(exploration);
		assertThat(exploration.states()).isEqualTo(260_310);
		assertThat(exploration.runs().get(Outcome.LAPPED)).contains("follower  R6", "version 4");
	}

	/**
	 * A master writes zeros into an arena that followers may still be reading when it has
	 * just taken over; one that runs for long does so in its first two epochs only.
	 */
	@Test
	void protocolWhenNoZerosAreWrittenIsNeverTornNorBackwardsNorTakenForCorrupt() {
		Exploration exploration = Exploration.of(Protocol.asBuilt().without(Step.W5), ATTEMPTS);
		assertRight(exploration);
		assertThat(exploration.states()).isEqualTo(23_739);
	}

	private static void assertRight(Exploration exploration) {
		assertThat(exploration.runs()).as("%s", exploration.runs())
			.containsOnlyKeys(Outcome.TAKEN, Outcome.NO_NEWS, Outcome.LAPPED);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void protocolWhenWeakenedIsTorn(String mistake, UnaryOperator<Protocol> weaken) {
		Protocol weakened = weaken.apply(Protocol.asBuilt());
		assertThat(weakened).isNotEqualTo(Protocol.asBuilt());
		Map<Outcome, String> runs = Exploration.until(Outcome.TORN, weakened, ATTEMPTS).runs();
		assertThat(runs).as("%s: %s", mistake, runs).containsKey(Outcome.TORN);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void protocolWhenWeakenedAndNoZerosAreWrittenIsTorn(String mistake, UnaryOperator<Protocol> weaken) {
		Protocol weakened = weaken.apply(Protocol.asBuilt()).without(Step.W5);
		if (weakened.equals(Protocol.asBuilt().without(Step.W5))) {
			return; // a mistake with the zeros alone
		}
		Map<Outcome, String> runs = Exploration.until(Outcome.TORN, weakened, ATTEMPTS).runs();
		assertThat(runs).as("%s: %s", mistake, runs).containsKey(Outcome.TORN);
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(variant("release fence left out", (protocol) -> protocol.without(Step.W4_FENCE)),
				variant("acquire fence left out", (protocol) -> protocol.without(Step.R5)),
				variant("opaque publish", (protocol) -> protocol.with(Step.W7, Access.OPAQUE_STORE)),
				variant("opaque poll", (protocol) -> protocol.with(Step.R1, Access.OPAQUE_LOAD)),
				variant("RECLAIM by setRelease instead of the fence",
						(protocol) -> protocol.with(Step.W4, Access.RELEASE_STORE).without(Step.W4_FENCE)),
				variant("RECLAIM by getAcquire instead of the fence",
						(protocol) -> protocol.with(Step.R6, Access.ACQUIRE_LOAD).without(Step.R5)),
				variant("RECLAIM stored after the copy",
						(protocol) -> protocol.withBehind(Step.W4_FENCE, Step.W6_HEADER)
							.withBehind(Step.W4, Step.W6_HEADER)),
				variant("RECLAIM stored after the release fence",
						(protocol) -> protocol.withBehind(Step.W4, Step.W4_FENCE)),
				variant("RECLAIM not stored", (protocol) -> protocol.without(Step.W4)),
				variant("RECLAIM stored after the zeros",
						(protocol) -> protocol.withBehind(Step.W4_FENCE, Step.W5).withBehind(Step.W4, Step.W5)),
				variant("RECLAIM not looked at", (protocol) -> protocol.without(Step.R6)),
				variant("RECLAIM looked at before the copy", (protocol) -> protocol.withBehind(Step.R6, Step.R3)),
				variant("acquire fence before the copy", (protocol) -> protocol.withBehind(Step.R5, Step.R3)),
				variant("published before the header is copied",
						(protocol) -> protocol.withBehind(Step.W6_HEADER, Step.W7)),
				variant("published before the payload is copied", (protocol) -> protocol.withBehind(Step.W6, Step.W7)));
	}

	private static Arguments variant(String name, UnaryOperator<Protocol> variant) {
		return arguments(name, variant);
	}

}
