package io.sharedconfig.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test's application a shared directory of its own, with a master in the test.
 * Stands beside {@code @SpringBootTest}, or the annotation of a test slice:
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;SharedConfigTest(name = "orders", initial = "{\"pricing\":{\"discount\":\"0.15\"}}")
 * class PricingTests {
 *
 *     &#064;Test
 *     void discountWhenPublishedFollows(SharedConfigTestPublisher publisher) {
 *         publisher.publish("{\"pricing\":{\"discount\":\"0.20\"}}");
 *         assertThat(this.pricing.discount()).isEqualTo("0.20");
 *     }
 *
 * }
 * </pre>
 *
 * The initial document is there before the application starts, and again before each test
 * method. {@link SharedConfigTestPublisher} is a bean of the application, and can be a
 * parameter of test methods. Tests with the same annotation may share one application, as
 * Spring caches it.
 *
 * @since 1.0.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SharedConfigTestExtension.class)
public @interface SharedConfigTest {

	/**
	 * The configuration that the test is the master of.
	 * @return its name, empty if the application is a master itself and only needs
	 * directories
	 */
	String name() default "";

	/**
	 * The document that is published before the application starts.
	 * @return JSON text that is an object
	 */
	String initial() default "{}";

}
