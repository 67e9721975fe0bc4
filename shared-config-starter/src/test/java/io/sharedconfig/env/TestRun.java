package io.sharedconfig.env;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs real applications whose application files are in a directory of the test.
 */
public final class TestRun {

	private static final String POLL_INTERVAL = "--shared-config.follower.poll-interval=";

	private final Path files;

	private final List<String> arguments = new ArrayList<>();

	public TestRun(Path files, Path directory) {
		this.files = files;
		this.arguments.addAll(List.of("--spring.main.banner-mode=off", "--spring.main.log-startup-info=false",
				"--spring.config.location=file:" + files + "/", "--spring.cloud.compatibility-verifier.enabled=false"));
		if (directory != null) {
			this.arguments.add("--shared-config.directory=" + directory);
		}
	}

	public TestRun file(String name, String... lines) {
		try {
			Files.write(this.files.resolve(name), List.of(lines));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public ConfigurableApplicationContext run(Class<?> source, String... more) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(Arrays.asList(more));
		if (all.stream().noneMatch((argument) -> argument.startsWith(POLL_INTERVAL))) {
			// neither a timed poll nor a ring interferes with what a test does by hand
			all.add(POLL_INTERVAL + "1h");
			all.add("--shared-config.follower.doorbell=off");
		}
		return application.run(all.toArray(String[]::new));
	}

}
