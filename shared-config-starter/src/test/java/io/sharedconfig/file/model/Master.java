package io.sharedconfig.file.model;

import java.util.List;

/**
 * The master of the model: publishes one version after the other. It loads nothing that
 * anybody else stores, so what it does is one list of stores.
 * <p>
 * Not thread-safe.
 */
final class Master {

	private final Stores stores = new Stores(Publication.emptyFile());

	/**
	 * Publish all versions.
	 * @param program the steps of publishing one
	 * @return what is stored, in order
	 */
	static List<Message> run(List<Instruction> program) {
		Master master = new Master();
		List<Publication> script = Publication.script();
		for (int i = 0; i < script.size(); i++) {
			for (Instruction instruction : program) {
				master.execute(instruction, script.get(i), script.get(Math.max(i - 1, 0)));
			}
		}
		return master.stores.messages();
	}

	private void execute(Instruction instruction, Publication next, Publication before) {
		switch (instruction.step()) {
			case W4 -> {
				if (next.entersEpochAfter(before)) {
					store(instruction, next, Publication.RECLAIM, Publication.epoch(next.position()) - 1, "RECLAIM");
				}
			}
			case W4_FENCE -> {
				if (next.entersEpochAfter(before)) {
					this.stores.releaseFence();
				}
			}
			case W5 -> {
				for (int word = 0; word < next.length(); word++) {
					store(instruction, next, word, 0);
				}
			}
			case W6 -> {
				for (int word = 1; word < next.length(); word++) {
					store(instruction, next, word, next.word(word));
				}
			}
			case W6_HEADER -> store(instruction, next, 0, next.word(0));
			case W7 -> store(instruction, next, Publication.PUBLISHED, next.position(), "PUBLISHED");
			default -> {
				// nothing that a follower of this model looks at; the meta data is a part
				// of the payload here
			}
		}
	}

	private void store(Instruction instruction, Publication next, int word, long value) {
		int position = next.position() + word;
		store(instruction, next, Publication.location(position), value, "[" + position + "]");
	}

	private void store(Instruction instruction, Publication next, int location, long value, String name) {
		this.stores.store(location, value, instruction.access(),
				"version %d  %s  %s := 0x%x".formatted(next.version(), instruction, name, value));
	}

}
