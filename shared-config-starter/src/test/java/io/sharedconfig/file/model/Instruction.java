package io.sharedconfig.file.model;

/**
 * A step as a program does it.
 *
 * @param step the step
 * @param access how it accesses memory, in a weakened protocol another one than in the
 * table
 */
record Instruction(Step step, Access access) {

	static Instruction of(Step step) {
		return new Instruction(step, step.access());
	}

	@Override
	public String toString() {
		return "%s %s".formatted(this.step, this.access);
	}

}
