package io.sharedconfig.file;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The long form of {@link FileFuzzTests}: lets Jazzer guide {@link FileFuzzer} by
 * coverage, beginning with the inputs of {@code fuzz-corpus.txt}. Jazzer is on the class
 * path in the profile {@code fuzz} only.
 * <p>
 * As a program: {@code GuidedFuzz <directory> <seconds>}.
 */
final class GuidedFuzz {

	private GuidedFuzz() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]).toAbsolutePath();
		Path corpus = Files.createDirectories(directory.resolve("corpus"));
		List<byte[]> inputs = FileFuzzTests.found();
		for (int input = 0; input < inputs.size(); input++) {
			Files.write(corpus.resolve("known-" + input), inputs.get(input));
		}
		System.setProperty(FileFuzzer.GUIDED, "true");
		String[] options = { "--target_class=" + FileFuzzer.class.getName(),
				"--instrumentation_includes=io.sharedconfig.**:tools.jackson.core.**", "--reproducer_path=" + directory,
				"-artifact_prefix=" + directory + "/", "-max_total_time=" + args[1], "-max_len=2000", "-timeout=30",
				"-print_final_stats=1", corpus.toString() };
		try {
			Class.forName("com.code_intelligence.jazzer.Jazzer")
				.getMethod("main", String[].class)
				.invoke(null, (Object) options);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

}
