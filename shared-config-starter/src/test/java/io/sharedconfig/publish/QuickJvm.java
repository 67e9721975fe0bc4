package io.sharedconfig.publish;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.ChildJvm;

/**
 * Child JVMs of one kind that start in half the time: their classes come from an archive
 * that the first of them leaves. An archive is made of jars only, so there is one of the
 * classes of this build. Without an archive they only start more slowly.
 */
final class QuickJvm {

	private static final List<String> LIGHT = List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:-UsePerfData",
			"-XX:TieredStopAtLevel=1", "-Xmx64m");

	private final Class<?> main;

	private final Path archive;

	private final String classPath;

	private QuickJvm(Class<?> main, Path archive, String classPath) {
		this.main = main;
		this.archive = archive;
		this.classPath = classPath;
	}

	/**
	 * Make the jar and the archive.
	 * @param main a main class that ends by itself when its standard input does
	 */
	static QuickJvm of(Class<?> main, Path directory, Object... arguments) throws IOException, InterruptedException {
		Path jar = directory.resolve("classes.jar");
		List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
		try (OutputStream out = Files.newOutputStream(jar); JarOutputStream into = new JarOutputStream(out)) {
			for (Path root : all.stream().map(Path::of).filter(Files::isDirectory).toList()) {
				addClasses(into, root, main.getSimpleName());
			}
		}
		String classPath = Stream
			.concat(Stream.of(jar.toString()),
					all.stream().filter((entry) -> entry.matches(".*(jackson|jspecify)[^/]*\\.jar")))
			.collect(Collectors.joining(File.pathSeparator));
		QuickJvm quick = new QuickJvm(main, directory.resolve("classes.jsa"), classPath);
		try (ChildJvm first = quick.start("-XX:ArchiveClassesAtExit=" + quick.archive, arguments)) {
			first.endInput();
			first.awaitExit();
		}
		return quick;
	}

	private static void addClasses(JarOutputStream jar, Path root, String testClass) throws IOException {
		List<Path> classes;
		try (Stream<Path> files = Files.walk(root)) {
			classes = new ArrayList<>(files.filter((file) -> file.toString().endsWith(".class")).toList());
		}
		boolean ofTests = classes.stream().anyMatch((file) -> file.endsWith(testClass + ".class"));
		classes.removeIf((file) -> ofTests && !file.getFileName().toString().startsWith(testClass));
		for (Path file : classes) {
			jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
			Files.copy(file, jar);
			jar.closeEntry();
		}
	}

	ChildJvm start(Object... arguments) {
		return start("-XX:SharedArchiveFile=" + this.archive, arguments);
	}

	private ChildJvm start(String option, Object... arguments) {
		List<String> options = new ArrayList<>(LIGHT);
		options.add(option);
		return ChildJvm.start(options, this.classPath, this.main, arguments);
	}

}
