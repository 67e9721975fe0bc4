package io.sharedconfig.sample.follower;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The sample follower. {@code application.yml} makes it one: it imports
 * {@code shared-config:orders}.
 *
 * @since 1.0.0
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class FollowerApplication {

	/**
	 * Start the follower.
	 * @param args command line arguments, for example {@code --server.port=8082}
	 */
	public static void main(String[] args) {
		SpringApplication.run(FollowerApplication.class, args);
	}

}
