package io.sharedconfig.mutation;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A copy of the project in a temporary directory, in which one class after the other is
 * made wrong.
 * <p>
 * Not thread-safe. Deleted when it is closed.
 */
final class MutatedProject implements AutoCloseable {

	private static final Set<String> LEFT_OUT = Set.of(".git", "target");

	private static final long TIMEOUT_MINUTES = 10;

	private final Path root;

	private final List<String> options;

	private String classPath = "";

	private MutatedProject(Path root, List<String> options) {
		this.root = root;
		this.options = options;
	}

	static MutatedProject copyOf(Path original, List<String> options) throws IOException {
		Path root = Files.createTempDirectory("shared-config-mutation");
		Files.walkFileTree(original, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				if (LEFT_OUT.contains(directory.getFileName().toString())) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				Files.createDirectories(root.resolve(original.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, root.resolve(original.relativize(file)));
				return FileVisitResult.CONTINUE;
			}

		});
		return new MutatedProject(root, options);
	}

	Path module() {
		return this.root.resolve("shared-config-starter");
	}

	/**
	 * Build the copy, and see its tests succeed.
	 * @param tests the tests that will be needed
	 */
	void build(String tests) throws IOException, InterruptedException {
		if (maven("test", "-Dtest=" + tests) != 0) {
			throw new IllegalStateException(
					"Without a mutation fails: " + TestReports.firstFailure(reports()).orElse("the build"));
		}
		this.classPath = TestReports.classPath(reports());
	}

	/**
	 * Compile a class that was changed.
	 * @throws IllegalStateException if it cannot be compiled
	 */
	void compile(Path source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		int result = compiler.run(null, errors, errors, "-nowarn", "-proc:none", "-parameters", "-g", "--release", "17",
				"-cp", this.classPath, "-d", module().resolve("target/classes").toString(), source.toString());
		if (result != 0) {
			throw new IllegalStateException(
					"does not compile: " + errors.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
		}
	}

	/**
	 * Run tests with the classes as they are.
	 * @return a test that fails, empty if none does
	 * @throws IllegalStateException if they cannot be run
	 */
	Optional<String> test(String tests) throws IOException, InterruptedException {
		delete(reports());
		int result = maven("surefire:test", "-Dtest=" + tests, "-Dsurefire.skipAfterFailureCount=1",
				"-Dsurefire.timeout=120");
		Optional<String> failed = TestReports.firstFailure(reports());
		return (result != 0) ? failed.or(() -> Optional.of(tests + " (does not end)")) : failed;
	}

	private Path reports() {
		return module().resolve("target/surefire-reports");
	}

	private int maven(String... arguments) throws IOException, InterruptedException {
		String mvn = (File.separatorChar == '\\') ? "mvn.cmd" : "mvn";
		List<String> command = new ArrayList<>(List.of(mvn, "-B", "-q", "-Dspring-javaformat.skip=true"));
		command.addAll(this.options);
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(module().toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.root.resolve("mvn.log").toFile())
			.start();
		if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().waitFor();
		}
		return process.exitValue();
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	@Override
	public void close() throws IOException {
		delete(this.root);
	}

}
