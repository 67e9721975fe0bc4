package io.sharedconfig.env;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Makes shared configurations a part of the application's environment, and keeps them
 * current.
 * <p>
 * On a class that is given to {@code SpringApplication} the values are there before
 * anything reads the environment; on any other configuration class they are there when
 * that class is processed. A name that is also imported by {@code spring.config.import}
 * stays where this annotation puts it.
 *
 * @since 1.0.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(SharedConfigImportSelector.class)
public @interface SharedConfig {

	/**
	 * The configurations to follow. Where two have the same property, the later one wins.
	 * @return their names
	 */
	String[] value();

	/**
	 * Whether the application starts although nothing has been published. What is
	 * published later is used from then on.
	 * @return {@code false} to fail the start
	 */
	boolean optional() default false;

	/**
	 * What the values win over.
	 * @return the place among the other property sources
	 */
	Precedence precedence() default Precedence.BEFORE_CONFIG_DATA;

	/**
	 * A place among the property sources of the environment.
	 */
	enum Precedence {

		/**
		 * Win over application files; lose to environment variables, system properties
		 * and the command line.
		 */
		BEFORE_CONFIG_DATA,

		/**
		 * Lose to all but default properties.
		 */
		LOWEST

	}

}
