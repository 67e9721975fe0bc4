package io.sharedconfig.sample.master;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The sample master. {@code application.yml} makes it one: it has
 * {@code shared-config.publisher.name}.
 *
 * @since 1.0.0
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class MasterApplication {

	/**
	 * Start the master.
	 * @param args command line arguments, for example {@code --sample.followers=2}
	 */
	public static void main(String[] args) {
		SpringApplication.run(MasterApplication.class, args);
	}

}
