package io.sharedconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use whom. A red row is a question about the design, not about this test.
 */
class PackageLayoutTests {

	private static final String ROOT = "io.sharedconfig";

	private static final String TABLE = """
			root          |                                                                                      | no
			file          |                                                                                      | no
			codec         |                                                                                      | no
			publish       | codec file                                                                           | no
			follow        | codec file                                                                           | no
			validate      |                                                                                      | no
			plain         | publish follow                                                                       | no
			env           | codec follow                                                                         | yes
			inject        | follow env                                                                           | yes
			refresh       | follow env inject                                                                    | yes
			source        | codec publish                                                                        | yes
			actuate       | publish follow env inject refresh                                                    | yes
			web           | follow                                                                               | yes
			test          | file codec publish follow plain env inject refresh source actuate                    | yes
			autoconfigure | file codec publish follow plain env inject refresh source actuate web test validate  | yes
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = TABLE)
	void packageWhenCompiledUsesOnlyWhatItMay(String name, String allowed, String spring) {
		Set<String> mayUse = new HashSet<>(List.of(name, "root"));
		if (allowed != null) {
			mayUse.addAll(Arrays.asList(allowed.split(" ")));
		}
		Set<String> forbidden = new TreeSet<>();
		for (Path classFile : classFilesOf(name)) {
			for (String type : typesNamedIn(classFile)) {
				boolean foreign = type.startsWith(ROOT + '.') && !mayUse.contains(packageOf(type));
				if (foreign || type.startsWith("org.springframework.") && spring.equals("no")) {
					forbidden.add(classFile.getFileName() + " uses " + type);
				}
			}
		}
		assertThat(forbidden).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageWhenThereIsInTheTable(String name) {
		assertThat(TABLE.lines().map((row) -> row.substring(0, row.indexOf('|')).strip())).contains(name);
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageWhenThereIsNullMarked(String name) throws ClassNotFoundException {
		String fullName = name.equals("root") ? ROOT : ROOT + '.' + name;
		assertThat(Class.forName(fullName + ".package-info")).hasAnnotation(NullMarked.class);
	}

	@Test
	void typesNamedInWhenTypeIsAFieldParameterAnnotationOrCalledFindsIt() {
		Path self = classes(PackageLayoutTests.class).resolve(ROOT.replace('.', '/'))
			.resolve("PackageLayoutTests.class");
		assertThat(typesNamedIn(self)).contains("io.sharedconfig.ClassFile", "java.nio.file.Path", "java.util.Set",
				"org.junit.jupiter.api.Test", "java.io.UncheckedIOException");
	}

	static Set<String> packages() {
		try (Stream<Path> files = Files.walk(classes(SharedConfigException.class).resolve(ROOT.replace('.', '/')))) {
			return files.filter(PackageLayoutTests::isClass)
				.map((file) -> packageOf(typeOf(file)))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> classFilesOf(String name) {
		try (Stream<Path> files = Files.walk(classes(SharedConfigException.class).resolve(ROOT.replace('.', '/')))) {
			return files.filter(PackageLayoutTests::isClass)
				.filter((file) -> packageOf(typeOf(file)).equals(name))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<String> typesNamedIn(Path classFile) {
		try {
			return ClassFile.typesNamedIn(classFile);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isClass(Path file) {
		return file.toString().endsWith(".class");
	}

	private static String typeOf(Path file) {
		return classes(SharedConfigException.class).relativize(file).toString().replace('/', '.').replace('\\', '.');
	}

	private static String packageOf(String type) {
		String[] parts = type.substring(ROOT.length() + 1).split("\\.");
		boolean inPackage = parts.length > 1 && Character.isLowerCase(parts[0].charAt(0)) && !parts[1].equals("class");
		return inPackage ? parts[0] : "root";
	}

	private static Path classes(Class<?> of) {
		try {
			return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
