package io.sharedconfig.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * What was in a resource when it was read, once. Failures are explained here without the
 * messages of the libraries: they quote the text.
 */
final class ResourceContent extends ByteArrayResource {

	private static final Pattern BROKEN_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*+\\\\u(?![0-9a-fA-F]{4})");

	private final @Nullable String filename;

	private ResourceContent(byte[] bytes, String description, @Nullable String filename) {
		super(bytes, description);
		this.filename = filename;
	}

	static ResourceContent of(Resource resource, SizeLimit limit) {
		return of(resource, limit, resource.getDescription(), resource.getFilename());
	}

	static ResourceContent of(SourceFile file, SizeLimit limit) {
		return of(new FileSystemResource(file.realPath()), limit, file.path().toString(),
				String.valueOf(file.path().getFileName()));
	}

	private static ResourceContent of(Resource resource, SizeLimit limit, String description,
			@Nullable String filename) {
		try {
			return new ResourceContent(limit.read(resource), description, filename);
		}
		catch (FileNotFoundException | NoSuchFileException ex) {
			throw new InvalidDocumentException(
					resource.exists() ? "it could not be opened: is it a readable file?" : "it is not there");
		}
		catch (IOException ex) {
			throw new InvalidDocumentException("it could not be read: " + ex.getClass().getName());
		}
	}

	/**
	 * Return the content as text.
	 */
	String text() {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(getByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidDocumentException("it is not UTF-8");
		}
	}

	List<PropertySource<?>> load(boolean yaml) {
		return load((yaml) ? new YamlPropertySourceLoader() : new PropertiesPropertySourceLoader());
	}

	private List<PropertySource<?>> load(PropertySourceLoader loader) {
		try {
			return loader.load(getDescription(), this);
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidDocumentException(problem(ex, getByteArray()));
		}
	}

	@Override
	public @Nullable String getFilename() {
		return this.filename;
	}

	private static String problem(Exception failure, byte[] content) {
		// asked by name: an application without YAML may leave out SnakeYAML
		boolean yaml = failure.getClass().getName().startsWith("org.yaml.snakeyaml.");
		return yaml ? YamlProblem.of(failure) : "it is not in the format that its name says" + whereOf(content);
	}

	/*
	 * The loader of properties refuses one thing only, and does not say where.
	 */
	private static String whereOf(byte[] properties) {
		String text = new String(properties, StandardCharsets.ISO_8859_1);
		Matcher matcher = BROKEN_ESCAPE.matcher(text);
		if (!matcher.find()) {
			return "";
		}
		String before = text.substring(0, matcher.end());
		return ", at line %d, column %d".formatted(before.lines().count(),
				before.length() - before.lastIndexOf('\n') - 2);
	}

	private static final class YamlProblem {

		static String of(Exception failure) {
			Mark mark = (failure instanceof MarkedYAMLException marked) ? marked.getProblemMark() : null;
			return (mark == null) ? "it is not YAML"
					: "it is not YAML, at line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
		}

	}

}
