package io.sharedconfig.bench;

import java.io.IOException;
import java.util.Arrays;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application without anything of its own that {@link StartUp} and {@link CrowdCost}
 * start.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	/**
	 * Start, read a property, wait to be ended.
	 * @param args the property, then the arguments of the application
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		long begin = System.nanoTime();
		ConfigurableApplicationContext context = new SpringApplicationBuilder(StartedApplication.class)
			.web(WebApplicationType.NONE)
			.run(Arrays.copyOfRange(args, 1, args.length));
		String value = args[0].isEmpty() ? null : context.getEnvironment().getProperty(args[0]);
		StartedProgram.started(begin, args[0], value);
	}

}
