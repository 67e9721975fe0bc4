package io.sharedconfig.bench;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Class paths of applications smaller than this one: what {@code spring-boot-starter}
 * brings, with or without the starter measured here and its JSON library. Each has the
 * directory in which the benchmarks are.
 */
final class ClassPath {

	private static final List<String> BOOT = List.of("spring-boot-4", "spring-boot-autoconfigure-", "spring-core-",
			"spring-context-", "spring-beans-", "spring-aop-", "spring-expression-", "commons-logging-", "logback-",
			"slf4j-api-", "log4j-", "jul-to-slf4j-", "snakeyaml-2", "micrometer-observation-", "micrometer-commons-",
			"jakarta.annotation-api-", "jspecify-");

	private static final List<String> JSON = List.of("jackson-core-", "jackson-databind-", "jackson-annotations-");

	private ClassPath() {
	}

	/**
	 * Return the class path of an application of Spring Boot that has nothing else.
	 */
	static String withoutStarter() {
		return of((name) -> isTests(name) || isOneOf(BOOT, name));
	}

	/**
	 * Return the same, and the starter.
	 */
	static String withStarter() {
		return of((name) -> isTests(name) || isStarter(name) || isOneOf(BOOT, name) || isOneOf(JSON, name));
	}

	/**
	 * Return the class path of a program without Spring.
	 */
	static String withoutSpring() {
		return of((name) -> isTests(name) || isStarter(name) || isOneOf(JSON, name) || name.startsWith("jspecify-"));
	}

	private static String of(Predicate<String> wanted) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> wanted.test(new File(entry).getName()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isTests(String name) {
		return name.equals("test-classes");
	}

	private static boolean isStarter(String name) {
		return name.equals("classes") || name.startsWith("shared-config-starter");
	}

	private static boolean isOneOf(List<String> beginnings, String name) {
		return beginnings.stream().anyMatch(name::startsWith);
	}

}
