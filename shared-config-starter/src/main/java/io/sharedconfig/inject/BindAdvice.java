package io.sharedconfig.inject;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What may make Spring Boot's binder bind other names than those it was asked for: an
 * advisor of the application can do that. Spring Cloud brings one to every application,
 * and that says for which names it looks elsewhere.
 * <p>
 * Immutable.
 */
final class BindAdvice {

	private static final String OF_SPRING_CLOUD = "org.springframework.cloud.commons.config.DefaultsBindHandlerAdvisor";

	private final boolean anywhere;

	private final Set<ConfigurationPropertyName> above;

	private BindAdvice(boolean anywhere, Set<ConfigurationPropertyName> above) {
		this.anywhere = anywhere;
		this.above = above;
	}

	static BindAdvice in(ListableBeanFactory beans) {
		Set<ConfigurationPropertyName> above = new HashSet<>();
		for (ConfigurationPropertiesBindHandlerAdvisor advisor : BeanFactoryUtils
			.beansOfTypeIncludingAncestors(beans, ConfigurationPropertiesBindHandlerAdvisor.class)
			.values()) {
			if (!addNames(advisor.getClass(), beans, above)) {
				return new BindAdvice(true, Set.of());
			}
		}
		return new BindAdvice(false, above);
	}

	private static boolean addNames(Class<?> advisor, ListableBeanFactory beans, Set<ConfigurationPropertyName> above) {
		if (!advisor.getName().equals(OF_SPRING_CLOUD)) {
			return false;
		}
		Class<?> type = ClassUtils.resolveClassName(OF_SPRING_CLOUD + "$MappingsProvider", advisor.getClassLoader());
		Method mappings = ReflectionUtils.findMethod(type, "getDefaultMappings");
		if (mappings == null) {
			return false;
		}
		for (Object provider : BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, type).values()) {
			if (!(ReflectionUtils.invokeMethod(mappings, provider) instanceof Map<?, ?> names)) {
				return false;
			}
			names.keySet().forEach((name) -> above.add((ConfigurationPropertyName) name));
		}
		return true;
	}

	/**
	 * Return whether something below a name may be bound to other names.
	 */
	boolean reaches(ConfigurationPropertyName prefix) {
		if (this.anywhere) {
			return true;
		}
		for (ConfigurationPropertyName name : this.above) {
			if (name.equals(prefix) || name.isAncestorOf(prefix) || prefix.isAncestorOf(name)) {
				return true;
			}
		}
		return false;
	}

}
