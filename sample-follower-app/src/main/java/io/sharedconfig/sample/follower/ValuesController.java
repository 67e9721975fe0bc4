package io.sharedconfig.sample.follower;

import java.math.BigDecimal;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows one property in every way an application can read it.
 */
@RestController
@RefreshScope
class ValuesController {

	private final SharedConfigFollower orders;

	private final PricingProperties pricing;

	private final Environment environment;

	@Value("${pricing.discount:#{null}}")
	private @Nullable String discount;

	ValuesController(SharedConfigFollower orders, PricingProperties pricing, Environment environment) {
		this.orders = orders;
		this.pricing = pricing;
		this.environment = environment;
	}

	@GetMapping("/values")
	Values values() {
		ConfigSnapshot snapshot = this.orders.current();
		BigDecimal properties = this.pricing.getDiscount();
		return new Values((snapshot != null) ? snapshot.version() : 0, this.discount,
				(properties != null) ? properties.toString() : null,
				(snapshot != null) ? snapshot.property("pricing.discount") : null,
				this.environment.getProperty("pricing.discount"));
	}

	/**
	 * The property {@code pricing.discount} in every way, {@code null} where it is not
	 * there.
	 *
	 * @param version the version this process has applied, 0 if none
	 * @param value through {@code @Value}
	 * @param properties through {@code @ConfigurationProperties}
	 * @param live from the snapshot that is current
	 * @param environment from the environment
	 */
	record Values(long version, @Nullable String value, @Nullable String properties, @Nullable String live,
			@Nullable String environment) {
	}

}
