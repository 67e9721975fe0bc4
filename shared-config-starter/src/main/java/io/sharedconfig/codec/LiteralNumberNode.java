package io.sharedconfig.codec;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.DecimalNode;

/**
 * A number that remembers how it was written, for those that Java would write
 * differently: {@code 1.50}, {@code 1e10}, {@code -0}.
 * <p>
 * Immutable.
 */
final class LiteralNumberNode extends DecimalNode {

	private static final long serialVersionUID = 1L;

	private final String literal;

	LiteralNumberNode(String literal) {
		super(new BigDecimal(literal));
		this.literal = literal;
	}

	String literal() {
		return this.literal;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof LiteralNumberNode node && node.literal.equals(this.literal);
	}

	@Override
	public int hashCode() {
		return this.literal.hashCode();
	}

	@Override
	public String toString() {
		return this.literal;
	}

}
