package io.sharedconfig.sample.follower;

import java.math.BigDecimal;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.LiveProperties;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows one property in every way an application can read it.
 */
@RestController
class ValuesController {

	private final SharedConfigFollower orders;

	private final PricingProperties pricing;

	private final LiveProperties<Pricing> live;

	private final Environment environment;

	@Value("${pricing.discount:#{null}}")
	private @Nullable String discount;

	ValuesController(SharedConfigFollower orders, PricingProperties pricing, LiveProperties<Pricing> live,
			Environment environment) {
		this.orders = orders;
		this.pricing = pricing;
		this.live = live;
		this.environment = environment;
	}

	@GetMapping("/values")
	Values values() {
		ConfigSnapshot snapshot = this.orders.current();
		return new Values((snapshot != null) ? snapshot.version() : 0, this.discount, text(this.pricing.getDiscount()),
				text(this.live.get().discount()), this.environment.getProperty("pricing.discount"));
	}

	private static @Nullable String text(@Nullable BigDecimal discount) {
		return (discount != null) ? discount.toString() : null;
	}

	/**
	 * The property {@code pricing.discount} in every way, {@code null} where it is not
	 * there.
	 *
	 * @param version the version this process has applied, 0 if none
	 * @param value through {@code @Value}
	 * @param properties through {@code @ConfigurationProperties}
	 * @param live through {@code LiveProperties}
	 * @param environment from the environment
	 */
	record Values(long version, @Nullable String value, @Nullable String properties, @Nullable String live,
			@Nullable String environment) {
	}

}
