package io.sharedconfig.inject;

/**
 * A place where a bean was given configuration that cannot be given to it again.
 *
 * @param beanName the bean
 * @param member the field, constructor or method, as the source code has it
 * @param reason why it keeps what it was given first
 * @since 1.0.0
 */
public record UnrefreshablePoint(String beanName, String member,
		String reason) implements Comparable<UnrefreshablePoint> {

	@Override
	public int compareTo(UnrefreshablePoint other) {
		int names = this.beanName.compareTo(other.beanName);
		return (names != 0) ? names : this.member.compareTo(other.member);
	}

}
