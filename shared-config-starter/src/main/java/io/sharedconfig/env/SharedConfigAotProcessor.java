package io.sharedconfig.env;

import java.util.Set;

import javax.lang.model.element.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.javapoet.MethodSpec;

/**
 * Makes an application that is processed ahead of time follow what {@link SharedConfig}
 * on its configuration classes names. Annotations on its sources need no help: they are
 * read at each start.
 */
final class SharedConfigAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Set<Attachment> attachments = SecondaryAttachments.of(beanFactory).all();
		return (!attachments.isEmpty()) ? (context, code) -> contribute(attachments, code) : null;
	}

	private void contribute(Set<Attachment> attachments, BeanFactoryInitializationCode code) {
		GeneratedMethod method = code.getMethods()
			.add("attachSharedConfigs", (builder) -> generate(attachments, builder));
		code.addInitializer(method.toMethodReference());
	}

	private void generate(Set<Attachment> attachments, MethodSpec.Builder method) {
		method.addJavadoc("Follow what @SharedConfig names.")
			.addModifiers(Modifier.PRIVATE)
			.addParameter(DefaultListableBeanFactory.class, "beanFactory")
			.addParameter(ConfigurableEnvironment.class, "environment");
		for (Attachment attachment : attachments) {
			method.addStatement("$T.attach(beanFactory, environment, $S, $L, $T.$L)", SharedConfigReplay.class,
					attachment.name(), attachment.optional(), SharedConfig.Precedence.class,
					attachment.precedence().name());
		}
	}

}
