package io.sharedconfig.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigName;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.plain.SharedConfigs;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A master in a test, in a temporary directory: whatever it publishes is applied by the
 * application when the method returns, events included. A version that the application
 * refuses is an {@link AssertionError} with the reason.
 * <p>
 * With {@link SharedConfigTest} it is made, and closed, with the application. With an
 * {@code ApplicationContextRunner} the test does that:
 *
 * <pre class="code">
 * try (SharedConfigTestPublisher publisher = SharedConfigTestPublisher.open("orders", "{\"a\":1}")) {
 *     runner.withInitializer(publisher::attach)
 *         .withInitializer(new ConfigDataApplicationContextInitializer())
 *         .withPropertyValues("spring.config.import=shared-config:orders")
 *         .run((context) -&gt; {
 *             publisher.publish("{\"a\":2}");
 *             assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2");
 *         });
 * }
 * </pre>
 *
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SharedConfigTestPublisher implements AutoCloseable {

	private static final String BEAN_NAME = "sharedConfigTestPublisher";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final TemporaryDirectory directory;

	private final String name;

	private final Object initial;

	private final Map<String, SharedConfigPublisher> masters = new ConcurrentHashMap<>();

	private final List<ConfigurableApplicationContext> applications = new CopyOnWriteArrayList<>();

	private SharedConfigTestPublisher(TemporaryDirectory directory, String name, Object initial) {
		this.directory = directory;
		this.name = name;
		this.initial = initial;
	}

	/**
	 * Become the master of a configuration in a new temporary directory.
	 * @param name the configuration
	 * @param initial the document to publish at once, as
	 * {@link SharedConfigPublisher#publish} takes it
	 * @return the publisher, to be closed by the caller
	 */
	public static SharedConfigTestPublisher open(String name, Object initial) {
		return open(TemporaryDirectory.create(), ConfigName.requireValid(name), initial);
	}

	static SharedConfigTestPublisher open(TemporaryDirectory directory, String name, Object initial) {
		Objects.requireNonNull(initial, "'initial' must not be null");
		SharedConfigTestPublisher publisher = new SharedConfigTestPublisher(directory, name, initial);
		try {
			if (StringUtils.hasLength(name)) {
				publisher.master(name).publish(initial);
			}
			return publisher;
		}
		catch (RuntimeException | Error ex) {
			publisher.close();
			throw ex;
		}
	}

	/**
	 * Let an application that is about to start use the temporary directory, and make
	 * this publisher one of its beans. To be called before the application's files are
	 * read.
	 * @param application the application
	 */
	public void attach(ConfigurableApplicationContext application) {
		this.directory.addTo(application.getEnvironment().getPropertySources());
		application.getBeanFactory().registerSingleton(BEAN_NAME, this);
		this.applications.add(application);
	}

	void attachAndCloseWith(ConfigurableApplicationContext application) {
		attach(application);
		ConfigurableListableBeanFactory beanFactory = application.getBeanFactory();
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			registry.registerDisposableBean(BEAN_NAME, this::close);
		}
	}

	/**
	 * Publish a document, and wait until it is applied.
	 * @param document the whole document
	 * @return the published version, or the current one if the document is the same
	 * @throws AssertionError if an application refuses the version or none follows it
	 */
	public ConfigSnapshot publish(Object document) {
		return publish(mainName(), document);
	}

	/**
	 * Publish a document of another configuration, and wait until it is applied.
	 * @param name the configuration
	 * @param document the whole document
	 * @return the published version, or the current one if the document is the same
	 * @throws AssertionError if an application refuses the version or none follows it
	 */
	public ConfigSnapshot publish(String name, Object document) {
		return awaited(name, master(ConfigName.requireValid(name)).publish(document));
	}

	/**
	 * Change the current document, and wait until the new version is applied.
	 * @param change gets a change and returns it with what it is to do
	 * @return the published version, or the current one if nothing changes
	 * @throws AssertionError if an application refuses the version or none follows it
	 */
	public ConfigSnapshot change(UnaryOperator<ConfigChange> change) {
		return awaited(mainName(), change.apply(master(mainName()).change()).publish());
	}

	/**
	 * Publish the initial document again, if the current one is another.
	 */
	void reset() {
		if (StringUtils.hasLength(this.name)) {
			ConfigSnapshot published = master(this.name).publish(this.initial);
			followers(this.name).forEach((follower) -> await(follower, published));
		}
	}

	private String mainName() {
		Assert.state(StringUtils.hasLength(this.name), "Set 'name' of @SharedConfigTest to publish");
		return this.name;
	}

	private SharedConfigPublisher master(String of) {
		return this.masters.computeIfAbsent(of,
				(key) -> SharedConfigs.publisher(this.directory.shared(), key).withoutBackup().open());
	}

	private ConfigSnapshot awaited(String of, ConfigSnapshot published) {
		List<Follower> followers = followers(of).toList();
		if (followers.isEmpty()) {
			throw new AssertionError("No running application of this test follows shared config '%s'".formatted(of));
		}
		followers.forEach((follower) -> await(follower, published));
		return published;
	}

	private Stream<Follower> followers(String of) {
		return this.applications.stream()
			.filter(ConfigurableApplicationContext::isActive)
			.flatMap((application) -> application.getBeanProvider(FollowerHub.class).stream())
			.distinct()
			.flatMap((hub) -> Stream.ofNullable(hub.find(of)));
	}

	private static void await(Follower follower, ConfigSnapshot published) {
		follower.refresh();
		FollowerStatus status = follower.status();
		if (status.rejectedVersion() == published.version()) {
			throw new AssertionError("Version %d of shared config '%s' was refused: %s".formatted(published.version(),
					published.name(), status.reason()));
		}
		try {
			if (!follower.awaitVersion(published.version(), PATIENCE)) {
				throw new AssertionError("Version %d of shared config '%s' was not applied within %s: %s"
					.formatted(published.version(), published.name(), PATIENCE, follower.status()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for version %d of shared config '%s'"
				.formatted(published.version(), published.name()));
		}
	}

	@Override
	public void close() {
		this.masters.values().forEach(SharedConfigPublisher::close);
		this.directory.delete();
	}

}
