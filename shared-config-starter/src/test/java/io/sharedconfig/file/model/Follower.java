package io.sharedconfig.file.model;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A state of the follower of the model.
 * <p>
 * Immutable.
 *
 * @param next the index of its next instruction
 * @param attempts how often it may begin again
 * @param views what it has seen
 * @param position what it loaded from PUBLISHED
 * @param from where the run begins that it copies
 * @param length how many words it copies, -1 when a bound did not hold
 * @param copy what it has copied
 * @param last the position of the record that it took last, -1 for none
 * @param lastEnd the end of that record
 * @param outcome how the last attempt ended, {@code null} within one
 */
record Follower(int next, int attempts, Views views, long position, long from, int length, List<Long> copy, long last,
		long lastEnd, @Nullable Outcome outcome) {

	private static final int WRONG = -1;

	static Follower begin(int attempts) {
		Views views = Views.initial(Publication.emptyFile().length);
		return new Follower(0, attempts, views, 0, 0, 0, List.of(), -1, 0, null);
	}

	/**
	 * Return the location that an instruction loads from.
	 * @return the location, -1 if it does not load now
	 */
	int loadsFrom(Step step) {
		return switch (step) {
			case R1 -> Publication.PUBLISHED;
			case R2, R3 -> (this.length != WRONG) ? Publication.location(this.position) : -1;
			case R4 -> (this.copy.size() < this.length) ? Publication.location(this.from + this.copy.size()) : -1;
			case R6 -> Publication.RECLAIM;
			default -> -1;
		};
	}

	/**
	 * Go on after a load.
	 */
	Follower loaded(Step step, Message message, Views seen) {
		long value = message.value();
		return switch (step) {
			case R1 -> polled(value, seen);
			case R2 -> bounded(seen, this.from, boundedLength(Publication.lengthIn(value)));
			case R3 -> based(Publication.baseIn(value), seen);
			case R4 -> {
				List<Long> more = new ArrayList<>(this.copy);
				more.add(value);
				yield new Follower(this.next, this.attempts, seen, this.position, this.from, this.length,
						List.copyOf(more), this.last, this.lastEnd, null);
			}
			case R6 -> (value > Publication.epoch(this.position)) ? again(Outcome.LAPPED, seen) : proceed(seen);
			default -> throw new IllegalStateException("Not a load: " + step);
		};
	}

	private Follower polled(long value, Views seen) {
		if (value == this.last) {
			return again(Outcome.NO_NEWS, seen);
		}
		boolean back = value < this.last || (isInArenaOfLast(value) && value < this.lastEnd);
		return new Follower(this.next + 1, this.attempts, seen, value, 0, back ? WRONG : 0, List.of(), this.last,
				this.lastEnd, null);
	}

	private int boundedLength(int found) {
		boolean fits = found >= 2 && found <= Publication.room(this.position) && found % 2 == 0;
		return fits ? found : WRONG;
	}

	private Follower based(long base, Views seen) {
		if (base > this.position || base % 2 != 0 || Publication.epoch(base) != Publication.epoch(this.position)) {
			return bounded(seen, 0, WRONG);
		}
		long begin = isInArenaOfLast(this.position) ? Math.max(this.lastEnd, base) : base;
		return bounded(seen, begin, (int) (this.position - begin) + this.length);
	}

	private boolean isInArenaOfLast(long at) {
		return this.last >= 0 && Publication.epoch(this.last) == Publication.epoch(at);
	}

	private Follower bounded(Views seen, long begin, int words) {
		return new Follower(this.next + 1, this.attempts, seen, this.position, begin, words, List.of(), this.last,
				this.lastEnd, null);
	}

	/**
	 * Go on to the next instruction.
	 */
	Follower proceed(Views seen) {
		return new Follower(this.next + 1, this.attempts, seen, this.position, this.from, this.length, this.copy,
				this.last, this.lastEnd, null);
	}

	/**
	 * Take what was copied: the end of an attempt.
	 */
	Follower take() {
		if (this.length == WRONG) {
			return again(Outcome.FALSE_ALARM, this.views);
		}
		Publication published = Publication.script()
			.stream()
			.filter((publication) -> publication.position() == this.position)
			.findAny()
			.orElseThrow();
		long begin = isInArenaOfLast(this.position) ? Math.max(this.lastEnd, published.base()) : published.base();
		long end = this.position + published.length();
		boolean whole = begin == this.from && this.copy.equals(Publication.content(begin, end));
		Outcome result = whole ? ((this.position > this.last) ? Outcome.TAKEN : Outcome.BACKWARDS) : Outcome.TORN;
		return new Follower(0, this.attempts - 1, this.views, 0, 0, 0, List.of(), this.position, end, result);
	}

	private Follower again(Outcome result, Views seen) {
		return new Follower(0, this.attempts - 1, seen, 0, 0, 0, List.of(), this.last, this.lastEnd, result);
	}

}
