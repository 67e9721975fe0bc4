package io.sharedconfig.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * One configuration as {@link SharedConfig} asks for it.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param optional whether the start goes on without it
 * @param precedence where its values go
 */
record Attachment(String name, boolean optional, SharedConfig.Precedence precedence) {

	/**
	 * Return what a class, or what it inherits from, asks for.
	 */
	static List<Attachment> of(Class<?> source) {
		List<Attachment> attachments = new ArrayList<>();
		MergedAnnotations.from(source, SearchStrategy.TYPE_HIERARCHY)
			.stream(SharedConfig.class)
			.forEach((annotation) -> addTo(attachments, annotation));
		return attachments;
	}

	/**
	 * Return what the classes among the sources of an application ask for.
	 * @param application the application, {@code null} when Spring Cloud refreshes the
	 * environment of an unknown one
	 */
	static List<Attachment> of(@Nullable SpringApplication application) {
		List<Attachment> attachments = new ArrayList<>();
		if (application != null) {
			for (Object source : application.getAllSources()) {
				if (source instanceof Class<?> type) {
					attachments.addAll(of(type));
				}
			}
		}
		return attachments;
	}

	/**
	 * Return what the classes among the sources of an application ask for, as far as it
	 * wins over application files.
	 */
	static List<Attachment> beforeConfigData(@Nullable SpringApplication application) {
		return of(application).stream()
			.filter((attachment) -> attachment.precedence() == SharedConfig.Precedence.BEFORE_CONFIG_DATA)
			.toList();
	}

	private static void addTo(List<Attachment> attachments, MergedAnnotation<SharedConfig> annotation) {
		boolean optional = annotation.getBoolean("optional");
		SharedConfig.Precedence precedence = annotation.getEnum("precedence", SharedConfig.Precedence.class);
		Arrays.stream(annotation.getStringArray(MergedAnnotation.VALUE))
			.map((name) -> new Attachment(name, optional, precedence))
			.forEach(attachments::add);
	}

}
