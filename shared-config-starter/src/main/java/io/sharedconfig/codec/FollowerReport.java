package io.sharedconfig.codec;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a follower says of itself in its status file. Whoever reads one believes nothing
 * of it: any process that may write into the directory could have written it.
 * <p>
 * Immutable.
 *
 * @param application what the process is, for people
 * @param pid its process id in its own namespace, for people
 * @param startTicks when the process was started, in the system's own unit, for people
 * @param instance what tells this follower from all others
 * @param seenVersion the newest version it has read, 0 if none
 * @param appliedVersion the version it uses, 0 if none
 * @param rejectedVersion the version it refuses, 0 if none
 * @param reason why it refuses that version, {@code null} if it refuses none
 * @param stage the staged document it has tried last, 0 if none
 * @param stageReason why it would refuse that document, {@code null} if it would not
 * @param sinceMs when this was written, epoch milliseconds by the follower's clock
 * @since 1.0.0
 */
public record FollowerReport(String application, long pid, long startTicks, String instance, long seenVersion,
		long appliedVersion, long rejectedVersion, @Nullable String reason, long stage, @Nullable String stageReason,
		long sinceMs) {

	private static final int MAX_NAME_LENGTH = 128;

	private static final int MAX_REASON_LENGTH = 2048;

	/**
	 * Create a report. Texts that are too long are cut, and control characters and halves
	 * of characters become question marks, so that a report can stand in a log.
	 */
	public FollowerReport {
		application = Objects.requireNonNull(bounded(application, MAX_NAME_LENGTH));
		instance = Objects.requireNonNull(bounded(instance, MAX_NAME_LENGTH));
		reason = bounded(reason, MAX_REASON_LENGTH);
		stageReason = bounded(stageReason, MAX_REASON_LENGTH);
	}

	private static @Nullable String bounded(@Nullable String text, int maxLength) {
		if (text == null) {
			return null;
		}
		String cut = (text.length() > maxLength) ? text.substring(0, maxLength - 3) + "..." : text;
		return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]", "?");
	}

	/**
	 * Read what {@link #encode()} wrote. Fields that are not known are left out, so that
	 * a later release may add some.
	 * @param report the content of a status file
	 * @return the report, {@code null} if it is none
	 */
	public static @Nullable FollowerReport decode(byte[] report) {
		JsonFields fields = JsonFields.of(report);
		String application = fields.text("application");
		String instance = fields.text("instance");
		if (application == null || instance == null) {
			return null;
		}
		return new FollowerReport(application, number(fields, "pid"), number(fields, "startTicks"), instance,
				number(fields, "seenVersion"), number(fields, "appliedVersion"), number(fields, "rejectedVersion"),
				fields.text("reason"), number(fields, "stage"), fields.text("stageReason"), number(fields, "sinceMs"));
	}

	private static long number(JsonFields fields, String field) {
		return Math.max(0, fields.number(field));
	}

	/**
	 * Return whether another report says the same, at whatever time.
	 * @param other the report, {@code null} for none
	 * @return {@code true} if there is nothing new in this one
	 */
	public boolean isSame(@Nullable FollowerReport other) {
		return other != null && equals(other.at(this.sinceMs));
	}

	private FollowerReport at(long otherMs) {
		return new FollowerReport(this.application, this.pid, this.startTicks, this.instance, this.seenVersion,
				this.appliedVersion, this.rejectedVersion, this.reason, this.stage, this.stageReason, otherMs);
	}

	/**
	 * Return the content of a status file.
	 * @return a JSON object in UTF-8 of less than 32 KiB
	 */
	public byte[] encode() {
		JsonBytes said = new JsonBytes(512);
		text(said, '{', "application", this.application);
		number(said, "pid", this.pid);
		number(said, "startTicks", this.startTicks);
		text(said, ',', "instance", this.instance);
		number(said, "seenVersion", this.seenVersion);
		number(said, "appliedVersion", this.appliedVersion);
		number(said, "rejectedVersion", this.rejectedVersion);
		text(said, ',', "reason", this.reason);
		number(said, "stage", this.stage);
		text(said, ',', "stageReason", this.stageReason);
		number(said, "sinceMs", this.sinceMs);
		said.ascii('}');
		return said.toByteArray();
	}

	private static void text(JsonBytes said, char before, String field, @Nullable String text) {
		if (text != null) {
			said.ascii(before);
			said.quoted(field);
			said.ascii(':');
			said.quoted(text);
		}
	}

	private static void number(JsonBytes said, String field, long number) {
		said.ascii(',');
		said.quoted(field);
		said.ascii(':');
		said.ascii(Long.toString(number));
	}

}
