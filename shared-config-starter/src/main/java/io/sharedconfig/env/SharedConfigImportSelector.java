package io.sharedconfig.env;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Reads {@link SharedConfig} on configuration classes that are not sources of the
 * application. Imports nothing: it is called at the right time.
 */
final class SharedConfigImportSelector
		implements ImportSelector, EnvironmentAware, BeanFactoryAware, BeanClassLoaderAware {

	private @Nullable ConfigurableEnvironment environment;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private @Nullable ClassLoader classLoader;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = (ConfigurableEnvironment) environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public String[] selectImports(AnnotationMetadata importingClass) {
		Assert.state(this.environment != null && this.beanFactory != null, "Not called by a bean factory");
		List<Attachment> attachments = Attachment
			.of(ClassUtils.resolveClassName(importingClass.getClassName(), this.classLoader));
		SecondaryAttachments.of(this.beanFactory).add(attachments);
		FollowedConfigs configs = FollowedConfigsBeans.obtain(this.beanFactory, this.environment);
		if (configs != null) {
			attachments.forEach((attachment) -> SecondaryAttachments.attach(configs, this.environment, attachment));
		}
		return new String[0];
	}

}
