package io.sharedconfig.codec;

/**
 * The names of a document's members as they are written before their values, in quotes
 * and with a colon, one behind the other: whoever writes them again reads this from its
 * beginning to its end, and no object for each.
 * <p>
 * Immutable.
 */
final class WrittenNames {

	private final byte[] text;

	private final int[] ends;

	private WrittenNames(byte[] text, int[] ends) {
		this.text = text;
		this.ends = ends;
	}

	/**
	 * Write all names of a walk.
	 * @param steps the steps, of which texts are names
	 */
	static WrittenNames of(Object[] steps) {
		JsonBytes text = new JsonBytes(16 * steps.length);
		int[] ends = new int[steps.length];
		for (int i = 0; i < steps.length; i++) {
			if (steps[i] instanceof String name) {
				NodeText.quoted(name, text);
				text.ascii(':');
			}
			ends[i] = text.length();
		}
		return new WrittenNames(text.toByteArray(), ends);
	}

	/**
	 * Write a name.
	 * @param step the step to its member
	 * @param payload what it is written to
	 */
	void write(int step, JsonBytes payload) {
		payload.raw(this.text, (step > 0) ? this.ends[step - 1] : 0, this.ends[step]);
	}

}
