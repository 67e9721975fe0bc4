package io.sharedconfig.inject;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Remembers which beans of one context were given configuration, and what was applied
 * when they were. A bean is noted before it is given anything and left to those who apply
 * versions after that, so that no version is lost in between. Beans are kept by weak
 * references.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class InjectionTracker implements InstantiationAwareBeanPostProcessor, PriorityOrdered {

	/**
	 * The name of the bean.
	 */
	public static final String BEAN_NAME = "sharedConfigInjectionTracker";

	private static final String REFRESH_SCOPE = "refresh";

	/*
	 * Of Spring Cloud, with its default; also without it.
	 */
	private static final String NEVER_REFRESHABLE = "spring.cloud.refresh.never-refreshable";

	private final ConfigurableApplicationContext context;

	private final boolean values;

	/*
	 * For each of those who apply versions, the beans that it has not taken yet: an
	 * application and one above it may both do so.
	 */
	private final List<Set<Injected>> takers = new CopyOnWriteArrayList<>();

	private final WeakInstances<Injected> beans = new WeakInstances<>(
			(gone) -> this.takers.forEach((settled) -> settled.remove(gone)));

	private final Map<UnrefreshablePoint, Boolean> fixed = new ConcurrentHashMap<>();

	private volatile @Nullable FollowerHub hub;

	private volatile boolean open;

	/**
	 * Create the tracker of a context.
	 * @param context the context
	 * @param values whether {@code @Value} members are of interest
	 */
	public InjectionTracker(ConfigurableApplicationContext context, boolean values) {
		this.context = context;
		this.values = values;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (!isRefreshScoped(beanName)) {
			note(bean, beanName, state());
		}
		return true;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean.getClass().isRecord()) {
			// never asked for before: a record has nothing to be populated
			note(bean, beanName, state());
		}
		Injected injected = this.beans.get(bean);
		if (injected != null && injected.bound() == null) {
			settle(injected);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Injected injected = this.beans.get(bean);
		if (injected != null) {
			settle(injected);
		}
		return bean;
	}

	private void settle(Injected injected) {
		handOver(injected);
		FollowerHub applying = this.hub;
		// pairs with the scan after the swap: whoever comes second sees the other
		if (this.open && applying != null && injected.state() != applying.newestState()) {
			applying.applySoon();
		}
	}

	private void handOver(Injected injected) {
		if (injected.settle()) {
			this.takers.forEach((settled) -> settled.add(injected));
		}
	}

	private @Nullable AppliedState state() {
		FollowerHub known = hub();
		return (known != null) ? known.state() : null;
	}

	private @Nullable FollowerHub hub() {
		FollowerHub known = this.hub;
		if (known == null && this.context.getBeanFactory()
			.getSingleton(FollowedConfigs.BEAN_NAME) instanceof FollowedConfigs configs) {
			known = configs.hub();
			this.hub = known;
		}
		return known;
	}

	private @Nullable Injected note(Object bean, String beanName, @Nullable AppliedState state) {
		ValuePoints points = (this.values) ? ValuePoints.of(bean.getClass()) : ValuePoints.none();
		Injected.BoundTarget bound = bound(bean, beanName);
		noteFixed(beanName, bean, points, bound);
		if (points.refreshable().isEmpty() && bound == null) {
			return null;
		}
		Injected injected = new Injected(bean, beanName, points, bound, state);
		this.beans.put(bean, injected);
		return injected;
	}

	private void noteFixed(String beanName, Object bean, ValuePoints points, Injected.@Nullable BoundTarget bound) {
		points.fixed().forEach((member, reason) -> noteFixed(beanName, member, reason));
		if (bound != null && bound.immutable() && !isOfAFramework(bound.type())) {
			String type = bound.type().getSimpleName();
			noteFixed(beanName, type, "bound by its constructor: inject LiveProperties<%s>".formatted(type));
		}
		Method factoryMethod = factoryMethod(beanName);
		if (this.values && factoryMethod != null && ValuePoints.hasParameter(factoryMethod)) {
			noteFixed(beanName, MemberNames.of(factoryMethod), "a parameter of a @Bean method");
		}
	}

	/*
	 * Nobody can inject anything else there.
	 */
	private static boolean isOfAFramework(Class<?> type) {
		return type == SharedConfigProperties.class || type.getName().startsWith("org.springframework.");
	}

	private void noteFixed(String beanName, String member, String reason) {
		// an inner bean has another number each time
		int number = beanName.indexOf(BeanFactoryUtils.GENERATED_BEAN_NAME_SEPARATOR);
		this.fixed.put(new UnrefreshablePoint((number > 0) ? beanName.substring(0, number) : beanName, member, reason),
				true);
	}

	private @Nullable Method factoryMethod(String beanName) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		if (beanFactory.containsBeanDefinition(beanName)) {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
			return (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		}
		return null;
	}

	private Injected.@Nullable BoundTarget bound(Object bean, String beanName) {
		ConfigurationPropertiesBean properties = ConfigurationPropertiesBean.get(this.context, bean, beanName);
		if (properties == null) {
			return null;
		}
		Class<?> type = ClassUtils.getUserClass(bean);
		if (neverRefreshed().contains(type.getName())) {
			noteFixed(beanName, type.getSimpleName(), "named by '%s'".formatted(NEVER_REFRESHABLE));
			return null;
		}
		boolean immutable = properties.asBindTarget().getBindMethod() == BindMethod.VALUE_OBJECT;
		return new Injected.BoundTarget(type, ConfigurationPropertyName.adapt(properties.getAnnotation().prefix(), '.'),
				immutable, immutable || LiveTypes.hasDefaultConstructor(type));
	}

	/*
	 * A connection pool refuses to be configured while it is in use.
	 */
	private Set<String> neverRefreshed() {
		return StringUtils.commaDelimitedListToSet(
				this.context.getEnvironment().getProperty(NEVER_REFRESHABLE, "com.zaxxer.hikari.HikariDataSource"));
	}

	private boolean isRefreshScoped(String beanName) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		return beanFactory.containsBeanDefinition(beanName)
				&& REFRESH_SCOPE.equals(beanFactory.getMergedBeanDefinition(beanName).getScope());
	}

	/**
	 * Tell those who create beans from now on whom to call when a version has overtaken
	 * them.
	 */
	void open(FollowerHub applying) {
		this.hub = applying;
		this.open = true;
	}

	boolean isOf(ConfigurableApplicationContext context) {
		return this.context == context;
	}

	void close() {
		this.open = false;
	}

	/**
	 * Note the beans that were there before this tracker.
	 */
	void noteExisting() {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			Object bean = (beanFactory.containsSingleton(name)) ? beanFactory.getSingleton(name) : null;
			Object target = (bean != null) ? Targets.of(bean) : null;
			if (target != null && this.beans.get(target) == null) {
				Injected injected = note(target, name, null);
				if (injected != null) {
					handOver(injected);
				}
			}
		}
	}

	/**
	 * Return a set into which every bean is put that is no longer in the hands of the
	 * thread that creates it, those that are so already included.
	 * @return a new set, thread-safe; what is taken from it is not put into it again
	 */
	Set<Injected> settled() {
		Set<Injected> settled = ConcurrentHashMap.newKeySet();
		this.takers.add(settled);
		this.beans.values().stream().filter(Injected::isSettled).forEach(settled::add);
		return settled;
	}

	Set<UnrefreshablePoint> fixed() {
		return this.fixed.keySet();
	}

}
