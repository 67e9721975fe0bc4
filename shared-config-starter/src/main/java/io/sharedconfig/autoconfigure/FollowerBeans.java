package io.sharedconfig.autoconfigure;

import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.follow.Follower;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Makes each follower a bean, with the name of the configuration as its qualifier. A
 * follower that is there only because a profile is active gives way to one that is named:
 * an application that imports one configuration has one follower to inject.
 */
final class FollowerBeans implements BeanDefinitionRegistryPostProcessor {

	private static final String PREFIX = "sharedConfigFollower.";

	private final ConfigurableListableBeanFactory beanFactory;

	FollowerBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		FollowedConfigs configs = this.beanFactory.getBean(FollowedConfigs.class);
		for (Follower follower : configs.hub().followers()) {
			String beanName = PREFIX + follower.name();
			if (!registry.containsBeanDefinition(beanName)) {
				registry.registerBeanDefinition(beanName, define(follower, configs.isNamed(follower.name())));
			}
		}
	}

	private RootBeanDefinition define(Follower follower, boolean named) {
		RootBeanDefinition definition = new RootBeanDefinition(Follower.class, () -> follower);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, follower.name()));
		definition.setFallback(!named);
		// the hub closes its followers
		definition.setDestroyMethodName("");
		return definition;
	}

}
