package io.sharedconfig.file.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What a master does to publish and a follower to read, as programs; and the same with a
 * mistake in it.
 * <p>
 * Immutable.
 *
 * @param master the program that publishes one version
 * @param follower the program of one attempt to read
 */
record Protocol(List<Instruction> master, List<Instruction> follower) {

	static Protocol asBuilt() {
		return new Protocol(program(Step.Side.MASTER), program(Step.Side.FOLLOWER));
	}

	private static List<Instruction> program(Step.Side side) {
		return Step.of(side).stream().map(Instruction::of).toList();
	}

	/**
	 * Leave a step out.
	 */
	Protocol without(Step step) {
		return edit((program) -> program.removeIf((instruction) -> instruction.step() == step));
	}

	/**
	 * Do a step in another mode.
	 */
	Protocol with(Step step, Access access) {
		return edit((program) -> program
			.replaceAll((instruction) -> (instruction.step() == step) ? new Instruction(step, access) : instruction));
	}

	/**
	 * Do a step later: directly behind another one.
	 */
	Protocol withBehind(Step step, Step other) {
		return edit((program) -> {
			Instruction moved = find(program, step);
			if (moved != null) {
				program.remove(moved);
				program.add(program.indexOf(find(program, other)) + 1, moved);
			}
		});
	}

	private static @Nullable Instruction find(List<Instruction> program, Step step) {
		return program.stream().filter((instruction) -> instruction.step() == step).findAny().orElse(null);
	}

	private Protocol edit(Edit edit) {
		UnaryOperator<List<Instruction>> edited = (program) -> {
			List<Instruction> copy = new ArrayList<>(program);
			edit.apply(copy);
			return List.copyOf(copy);
		};
		return new Protocol(edited.apply(this.master), edited.apply(this.follower));
	}

	private interface Edit {

		void apply(List<Instruction> program);

	}

}
