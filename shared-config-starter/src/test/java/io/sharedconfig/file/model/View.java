package io.sharedconfig.file.model;

import java.util.Arrays;

/**
 * For each location the time stamp of the oldest message that may still be read.
 * <p>
 * Immutable.
 */
final class View {

	private final byte[] timestamps;

	private View(byte[] timestamps) {
		this.timestamps = timestamps;
	}

	/**
	 * Return the view of a thread that has seen nothing.
	 */
	static View initial(int locations) {
		return new View(new byte[locations]);
	}

	int at(int location) {
		return this.timestamps[location];
	}

	View with(int location, int timestamp) {
		if (this.timestamps[location] >= timestamp) {
			return this;
		}
		byte[] copy = this.timestamps.clone();
		copy[location] = (byte) timestamp;
		return new View(copy);
	}

	View join(View other) {
		byte[] joined = this.timestamps.clone();
		for (int location = 0; location < joined.length; location++) {
			joined[location] = (byte) Math.max(joined[location], other.timestamps[location]);
		}
		return new View(joined);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof View view && Arrays.equals(this.timestamps, view.timestamps);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.timestamps);
	}

}
