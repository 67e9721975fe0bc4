package io.sharedconfig.mutation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes each mutation in a copy of the project and prints which test finds it. Ends with
 * 1 if one is not found, or if a mutation does not fit the source. To be started by
 * {@code src/mutation/run.sh} in the directory of the project.
 */
final class MutationRun {

	private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private final MutatedProject project;

	private int survived;

	private MutationRun(MutatedProject project) {
		this.project = project;
	}

	/**
	 * Run.
	 * @param arguments options for Maven, and parts of the names of mutations, all if
	 * there are none
	 * @throws Exception if the copy cannot be made or built, or its tests fail as it is
	 */
	public static void main(String... arguments) throws Exception {
		List<String> options = Arrays.stream(arguments).filter((argument) -> argument.startsWith("-")).toList();
		List<String> names = Arrays.stream(arguments).filter((argument) -> !argument.startsWith("-")).toList();
		System.exit(run(options, names));
	}

	private static int run(List<String> options, List<String> names) throws IOException, InterruptedException {
		try (MutatedProject project = MutatedProject.copyOf(Path.of(""), options)) {
			List<Mutation> mutations = Mutation.read(project.module())
				.stream()
				.filter((mutation) -> names.isEmpty() || names.stream().anyMatch(mutation.name()::contains))
				.toList();
			return new MutationRun(project).run(mutations);
		}
	}

	private int run(List<Mutation> mutations) throws IOException, InterruptedException {
		this.project.build(mutations.stream().map(Mutation::test).distinct().collect(Collectors.joining(",")));
		this.out.println("| mutation | in | found by |");
		this.out.println("| --- | --- | --- |");
		for (Mutation mutation : mutations) {
			this.out.printf("| %s | `%s` | %s |%n", mutation.name(), simpleName(mutation.file()), result(mutation));
		}
		this.out.printf("%n%d mutations, %d not found%n", mutations.size(), this.survived);
		return (this.survived == 0 && !mutations.isEmpty()) ? 0 : 1;
	}

	private String result(Mutation mutation) throws IOException, InterruptedException {
		Path source = mutation.source(this.project.module());
		String original = Files.readString(source);
		try {
			Files.writeString(source, mutation.apply(original));
			this.project.compile(source);
			Optional<String> failed = this.project.test(mutation.test());
			if (failed.isEmpty()) {
				this.survived++;
			}
			return failed.map((test) -> '`' + test + '`').orElse("**nothing**");
		}
		catch (IllegalStateException ex) {
			this.survived++;
			return "**" + ex.getMessage() + "**";
		}
		finally {
			Files.writeString(source, original);
			this.project.compile(source);
		}
	}

	private static String simpleName(String file) {
		return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
	}

}
