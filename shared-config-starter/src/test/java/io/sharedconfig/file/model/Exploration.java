package io.sharedconfig.file.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Runs a master and a follower in every order, with every message that the memory model
 * lets a load take. States are visited breadth first and once each, so an outcome is
 * shown by a shortest run that leads to it.
 * <p>
 * Not thread-safe; one per protocol.
 */
final class Exploration {

	private final List<Message> messages;

	private final List<Instruction> program;

	private final Map<State, Origin> visited = new HashMap<>();

	private final Deque<State> waiting = new ArrayDeque<>();

	private final Map<Outcome, State> outcomes = new EnumMap<>(Outcome.class);

	private Exploration(Protocol protocol) {
		this.messages = Master.run(protocol.master());
		this.program = protocol.follower();
	}

	/**
	 * Explore a protocol.
	 * @param protocol the protocol
	 * @param attempts how often the follower may begin to read
	 * @return all that can happen
	 */
	static Exploration of(Protocol protocol, int attempts) {
		return until(null, protocol, attempts);
	}

	/**
	 * Explore a protocol until something has happened.
	 * @param outcome what to look for
	 * @param protocol the protocol
	 * @param attempts how often the follower may begin to read
	 * @return all that was found up to it
	 */
	static Exploration until(@Nullable Outcome outcome, Protocol protocol, int attempts) {
		Exploration exploration = new Exploration(protocol);
		exploration.visit(new State(Publication.emptyFile().length, Follower.begin(attempts)), null, "");
		while (!exploration.waiting.isEmpty() && !exploration.outcomes.containsKey(outcome)) {
			exploration.leave(exploration.waiting.remove());
		}
		return exploration;
	}

	private void visit(State state, @Nullable State before, String text) {
		if (this.visited.putIfAbsent(state, new Origin(before, text)) == null) {
			Outcome outcome = state.follower().outcome();
			if (outcome != null) {
				this.outcomes.putIfAbsent(outcome, state);
			}
			if (outcome == null || !outcome.isBad()) {
				this.waiting.add(state);
			}
		}
	}

	private void leave(State state) {
		if (state.stored() < this.messages.size()) {
			visit(new State(state.stored() + 1, state.follower()), state,
					"master    " + this.messages.get(state.stored()).text());
		}
		Follower follower = state.follower();
		if (follower.attempts() > 0 && follower.next() == this.program.size()) {
			visit(state.with(follower.take()), state, "follower  takes it");
		}
		else if (follower.attempts() > 0) {
			execute(state, this.program.get(follower.next()));
		}
	}

	private void execute(State state, Instruction instruction) {
		Follower follower = state.follower();
		Views views = follower.views();
		int location = follower.loadsFrom(instruction.step());
		if (location < 0) {
			boolean fence = instruction.access() == Access.ACQUIRE_FENCE;
			visit(state.with(follower.proceed(fence ? views.acquireFence() : views)), state,
					"follower  " + instruction);
			return;
		}
		for (Message message : views.readable(this.messages.subList(0, state.stored()), location)) {
			Views seen = views.load(message, instruction.access());
			visit(state.with(follower.loaded(instruction.step(), message, seen)), state,
					"follower  %s  finds 0x%x  (%s)".formatted(instruction, message.value(), message.text()));
		}
	}

	/**
	 * Return what happened.
	 * @return how attempts can end, each with a run that leads to it
	 */
	Map<Outcome, String> runs() {
		Map<Outcome, String> runs = new EnumMap<>(Outcome.class);
		this.outcomes.forEach((outcome, state) -> runs.put(outcome, run(state)));
		return runs;
	}

	int states() {
		return this.visited.size();
	}

	private String run(State end) {
		Deque<String> steps = new ArrayDeque<>();
		for (State at = end; at != null; at = this.visited.get(at).before()) {
			steps.addFirst(this.visited.get(at).text());
		}
		return String.join("\n", steps) + '\n';
	}

	/**
	 * A state of the whole.
	 *
	 * @param stored how many messages there are
	 * @param follower the follower
	 */
	private record State(int stored, Follower follower) {

		State with(Follower after) {
			return new State(this.stored, after);
		}

	}

	/**
	 * How a state was reached first.
	 *
	 * @param before from which state, {@code null} for the begin
	 * @param text by what
	 */
	private record Origin(@Nullable State before, String text) {

	}

}
