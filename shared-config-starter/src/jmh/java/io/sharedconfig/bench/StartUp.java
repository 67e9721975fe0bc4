package io.sharedconfig.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigChange;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what a start costs, in fresh virtual machines one after the other: of an empty
 * application of Spring Boot without the starter, with it, and following 0 and 10,000
 * properties, the latter also with changes behind the whole document, beside the same
 * properties in its {@code application.yml}; and until the first property of a program
 * without Spring, beside a file of properties and a JSON file that is bound.
 */
public final class StartUp {

	private static final int ROUNDS = 11;

	private static final int PROPERTIES = 10_000;

	private static final int CHANGES = 200;

	private final List<Variant> variants = new ArrayList<>();

	private StartUp() {
	}

	/**
	 * Measure and print two tables.
	 * @param args how many rounds; 11 if there is none
	 * @throws Exception if a measurement fails
	 */
	public static void main(String[] args) throws Exception {
		new StartUp().run((args.length > 0) ? Integer.parseInt(args[0]) : ROUNDS);
	}

	private void run(int rounds) throws Exception {
		Content content = new Content(PROPERTIES);
		String last = Content.name(PROPERTIES - 1);
		Path directory = Scene.temporaryDirectory();
		try (Scene empty = Scene.publish(new Content(0).tree());
				Scene full = Scene.publish(content.tree());
				Scene changed = Scene.publish(new Content(PROPERTIES).tree())) {
			Content changes = new Content(PROPERTIES);
			for (int i = 0; i < CHANGES; i++) {
				ConfigChange change = changed.publisher().change();
				changes.change(1).forEach(change::set);
				change.publish();
			}
			Files.writeString(Files.createDirectory(directory.resolve("yaml")).resolve("application.yml"),
					content.yaml());
			Path properties = directory.resolve("first.properties");
			Files.write(properties,
					full.publisher()
						.current()
						.properties()
						.entrySet()
						.stream()
						.map((entry) -> entry.getKey() + "=" + entry.getValue())
						.toList());
			Path json = directory.resolve("first.json");
			Files.write(json, new JsonMapper().writeValueAsBytes(content.tree()));
			application("without the starter", ClassPath.withoutStarter(), "");
			application("without it, application.yml with 10,000",
					ClassPath.withoutStarter() + File.pathSeparator + directory.resolve("yaml"), last);
			application("with the starter, nothing followed", ClassPath.withStarter(), "");
			application("following 0 properties", ClassPath.withStarter(), "", empty.arguments());
			application("following 10,000", ClassPath.withStarter(), last, full.arguments());
			application("following 10,000 and 200 changes", ClassPath.withStarter(), last, changed.arguments());
			program("java.util.Properties of 10,000", "properties", properties, last);
			program("JSON of 10,000, bound to a map", "json", json, last);
			program("follower of 10,000", "follower", full.directory(), last);
			program("follower of 10,000 and 200 changes", "follower", changed.directory(), last);
			program("follower of 0", "follower", empty.directory(), "");
			for (int round = -1; round < rounds; round++) {
				for (Variant variant : this.variants) {
					variant.start(round >= 0);
				}
			}
			System.out.printf("%nMedians of %d starts. Milliseconds from the start of the process, and of the main"
					+ " method, until the last property was read; processor time of the process by then.%n%n", rounds);
			Table table = new Table("what", "process", "main", "processor");
			this.variants.forEach((variant) -> variant.addTo(table));
			table.print();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void application(String name, String classPath, String property, String... arguments) {
		List<Object> all = new ArrayList<>(List.of(property));
		all.addAll(List.of(arguments));
		this.variants.add(new Variant("Spring Boot, " + name, classPath, StartedApplication.class, all.toArray()));
	}

	private void program(String name, String how, Path path, String property) {
		this.variants.add(new Variant("plain Java, " + name, ClassPath.withoutSpring(), StartedProgram.class,
				new Object[] { property, how, path }));
	}

	/**
	 * What is started.
	 */
	private static final class Variant {

		private final String name;

		private final String classPath;

		private final Class<?> main;

		private final Object[] arguments;

		private final Times sinceProcess = new Times();

		private final Times sinceMain = new Times();

		private final Times processor = new Times();

		Variant(String name, String classPath, Class<?> main, Object[] arguments) {
			this.name = name;
			this.classPath = classPath;
			this.main = main;
			this.arguments = arguments;
		}

		void start(boolean counts) throws IOException, InterruptedException {
			long begin = System.nanoTime();
			try (OtherProcess process = OtherProcess.start(List.of("-Xmx256m"), this.classPath, this.main,
					this.arguments)) {
				String[] seen = process.await("started").split(" ");
				if (counts) {
					this.sinceProcess.add(Long.parseLong(seen[0]) - begin);
					this.sinceMain.add(Long.parseLong(seen[1]));
					this.processor.add(Long.parseLong(seen[2]));
				}
				process.tell("end");
				process.awaitExit();
			}
		}

		void addTo(Table table) {
			table.add(this.name, this.sinceProcess.millis(50), this.sinceMain.millis(50), this.processor.millis(50));
		}

	}

}
