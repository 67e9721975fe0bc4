package io.sharedconfig.sample.follower;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The part of {@code orders} that is about prices.
 * <p>
 * Changed by whoever binds it, read by any thread.
 *
 * @since 1.0.0
 */
@ConfigurationProperties("pricing")
public class PricingProperties {

	private volatile @Nullable BigDecimal discount;

	/**
	 * Return the discount.
	 * @return a fraction of the price, {@code null} if none is configured
	 */
	public @Nullable BigDecimal getDiscount() {
		return this.discount;
	}

	/**
	 * Set the discount.
	 * @param discount a fraction of the price, {@code null} for none
	 */
	public void setDiscount(@Nullable BigDecimal discount) {
		this.discount = discount;
	}

}
