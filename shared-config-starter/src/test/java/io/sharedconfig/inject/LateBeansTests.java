package io.sharedconfig.inject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.sharedconfig.SharedConfigFollower.Pin;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.follow.FollowerHub;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are created while a version is applied, before it or after it.
 */
class LateBeansTests {

	@TempDir
	Path directory;

	@Test
	void startWhenVersionIsAppliedMeanwhileLeavesNoBeanBehind() {
		TestMaster master = TestMaster.publish(this.directory, "orders", "{\"late\":{\"text\":\"a\"}}");
		Hook.action = (context) -> {
			master.publish("{\"late\":{\"text\":\"b\"}}");
			context.getBean(FollowerHub.class).refresh();
		};
		try (Following application = Following.start(master, this.directory, Early.class)) {
			assertShows("b", application.context().getBean("first", Late.class));
			assertShows("b", application.context().getBean("second", Late.class));
		}
	}

	@Test
	void applyWhenBeanIsBeingCreatedGivesItTheVersionSoon() {
		try (Following application = start(Lazily.class)) {
			Hook.action = (context) -> CompletableFuture
				.runAsync(() -> application.publish("{\"late\":{\"text\":\"b\"}}"))
				.join();
			Late late = application.bean(Late.class);
			Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertShows("b", late));
		}
	}

	@Test
	void applyWhenBeanWasCreatedByAPinnedThreadGivesItTheNewestSoon() {
		try (Following application = start(Lazily.class)) {
			Late late;
			try (Pin pin = application.follower().pin()) {
				application.publish("{\"late\":{\"text\":\"b\"}}");
				late = application.bean(Late.class);
			}
			Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertShows("b", late));
		}
	}

	@Test
	void applyWhenPrototypesAreCreatedAllTheTimeLeavesNoneBehind() {
		try (Following application = start(Many.class)) {
			AtomicBoolean stop = new AtomicBoolean();
			CompletableFuture<List<Late>> created = CompletableFuture.supplyAsync(() -> {
				List<Late> all = new ArrayList<>();
				while (!stop.get() && all.size() < 50) {
					all.add(application.bean(Late.class));
				}
				return all;
			});
			for (int i = 1; i <= 40; i++) {
				application.publish("{\"late\":{\"text\":\"%d\"}}".formatted(i));
			}
			stop.set(true);
			List<Late> all = created.join();
			assertThat(all).isNotEmpty();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(all).allSatisfy((late) -> assertShows("40", late)));
		}
	}

	@Test
	void applyWhenChildApplicationIsThereGivesItsBeansTheVersion() {
		try (Following application = start(Lazily.class);
				ConfigurableApplicationContext child = new SpringApplicationBuilder(Following.Starter.class,
						Early.class)
					.web(WebApplicationType.NONE)
					.bannerMode(Banner.Mode.OFF)
					.parent(application.context())
					.run()) {
			application.publish("{\"late\":{\"text\":\"b\"}}");
			assertShows("b", child.getBean("first", Late.class));
		}
	}

	private static void assertShows(String text, Late late) {
		assertThat(late.getText()).isEqualTo(text);
		assertThat(late.value).isEqualTo(text);
	}

	private Following start(Class<?> source) {
		return Following.start(this.directory, "{\"late\":{\"text\":\"a\"}}", source);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	@Import(Hook.class)
	static class Early {

		@Bean
		Late first() {
			return new Late();
		}

		@Bean
		Late hooked() {
			return new Late();
		}

		@Bean
		Late second() {
			return new Late();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	@Import(Hook.class)
	static class Lazily {

		@Bean
		@Lazy
		Late hooked() {
			return new Late();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Many {

		@Bean
		@Scope("prototype")
		Late late() {
			return new Late();
		}

	}

	/**
	 * Does something once, when the bean called 'hooked' has been given everything.
	 */
	static class Hook implements BeanPostProcessor {

		private static Consumer<ConfigurableApplicationContext> action;

		private final ConfigurableApplicationContext context;

		Hook(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			Consumer<ConfigurableApplicationContext> once = action;
			if (beanName.equals("hooked") && once != null) {
				action = null;
				once.accept(this.context);
			}
			return bean;
		}

	}

	@ConfigurationProperties("late")
	static class Late {

		@Value("${late.text}")
		private volatile String value;

		private volatile String text;

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

	}

}
