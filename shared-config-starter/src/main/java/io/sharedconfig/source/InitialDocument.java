package io.sharedconfig.source;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.PropertyTree;

import org.springframework.core.io.Resource;

/**
 * A document that is kept in a resource: JSON as it is, YAML and properties as Spring
 * Boot reads them.
 * <p>
 * Of several documents in one resource a later one wins, property by property; a list is
 * replaced as a whole. Those with {@code spring.config.activate.on-profile} count if it
 * matches, those with {@code on-cloud-platform} never. Placeholders stay as they are:
 * each follower resolves them.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class InitialDocument {

	private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	private InitialDocument() {
	}

	/**
	 * Load a document of any length.
	 * @param resource a resource whose name ends with {@code .json}, {@code .yaml},
	 * {@code .yml} or {@code .properties}
	 * @param profiles the active profiles; empty stands for {@code default}
	 * @return the document
	 * @throws InvalidDocumentException as with a limit
	 */
	public static Document load(Resource resource, Set<String> profiles) {
		return load("?", resource, profiles, MAX_ARRAY);
	}

	/**
	 * Load a document.
	 * @param name the configuration that it is for
	 * @param resource a resource whose name ends with {@code .json}, {@code .yaml},
	 * {@code .yml} or {@code .properties}
	 * @param profiles the active profiles; empty stands for {@code default}
	 * @param maxBytes how long the resource may be, in bytes
	 * @return the document
	 * @throws io.sharedconfig.ConfigTooLargeException if the resource is longer
	 * @throws InvalidDocumentException if it is not there, not readable, or not a
	 * document; the message names the resource and the place, and holds no value
	 */
	public static Document load(String name, Resource resource, Set<String> profiles, long maxBytes) {
		Objects.requireNonNull(resource, "'resource' must not be null");
		SizeLimit limit = new SizeLimit(name, maxBytes);
		try {
			return switch (extension(resource)) {
				case "json" -> new DocumentCodec().encode(ResourceContent.of(resource, limit).text());
				case "yaml", "yml" -> flattened(resource, limit, true, profiles);
				case "properties" -> flattened(resource, limit, false, profiles);
				default ->
					throw new InvalidDocumentException("expected a name that ends with .json, .yaml or .properties");
			};
		}
		catch (InvalidDocumentException ex) {
			throw new InvalidDocumentException("%s: %s".formatted(resource.getDescription(), ex.problem()));
		}
	}

	private static String extension(Resource resource) {
		String name = resource.getFilename();
		String extension = (name != null) ? name.substring(name.lastIndexOf('.') + 1) : "";
		return extension.toLowerCase(Locale.ROOT);
	}

	private static Document flattened(Resource resource, SizeLimit limit, boolean yaml, Set<String> profiles) {
		FlattenedDocuments documents = new FlattenedDocuments(profiles.isEmpty() ? Set.of("default") : profiles);
		ResourceContent.of(resource, limit)
			.load(yaml)
			.forEach((document) -> documents.add(document, resource.getDescription()));
		DocumentCodec codec = new DocumentCodec();
		return codec.encode(PropertyTree.of(documents.properties(), codec));
	}

}
