package io.sharedconfig.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.PropertyTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was in all sources when they were read, and the document that they make.
 * <p>
 * A single JSON file is taken as it is. Otherwise each file is a number of properties, as
 * Spring Boot reads them, and a property of a later file hides that of an earlier one; a
 * list is replaced as a whole.
 * <p>
 * Immutable.
 */
final class SourceContents {

	private final Map<SourceFile, ResourceContent> contents;

	private SourceContents(Map<SourceFile, ResourceContent> contents) {
		this.contents = contents;
	}

	/**
	 * Read all sources.
	 * @param files the sources in their order
	 * @param limit how long they may be together
	 * @return what was in them
	 * @throws InvalidDocumentException if one cannot be read
	 * @throws io.sharedconfig.ConfigTooLargeException if they are too long; then none was
	 * read that is longer by itself
	 */
	static SourceContents read(List<SourceFile> files, SizeLimit limit) {
		for (SourceFile file : files) {
			String problem = file.problem();
			if (problem != null) {
				throw failed(file, problem);
			}
		}
		limit.require(files.stream().mapToLong(SourceFile::sizeBytes).sum(),
				"The sources %s are that long together".formatted(names(files)));
		Map<SourceFile, ResourceContent> contents = new LinkedHashMap<>();
		for (SourceFile file : files) {
			try {
				contents.put(file, ResourceContent.of(file, limit));
			}
			catch (InvalidDocumentException ex) {
				throw failed(file, ex.problem());
			}
		}
		return new SourceContents(contents);
	}

	private static InvalidDocumentException failed(SourceFile file, String problem) {
		return new InvalidDocumentException("source '%s': %s".formatted(file.path(), problem));
	}

	/**
	 * Return a checksum of all that was read.
	 */
	long checksum() {
		CRC32 checksum = new CRC32();
		this.contents.values().forEach((content) -> checksum.update(content.getByteArray()));
		return checksum.getValue();
	}

	/**
	 * Make the document.
	 * @param profiles the active profiles; empty stands for {@code default}
	 * @return the document
	 * @throws InvalidDocumentException if a file is not in its format, or they contradict
	 * each other; the message names the file and the place, and holds no value
	 */
	Document document(Set<String> profiles) {
		DocumentCodec codec = new DocumentCodec();
		List<SourceFile> files = List.copyOf(this.contents.keySet());
		if (files.size() == 1 && files.get(0).isJson()) {
			return json(files.get(0), codec);
		}
		FlattenedDocuments documents = new FlattenedDocuments(profiles.isEmpty() ? Set.of("default") : profiles);
		files.forEach((file) -> add(file, documents, codec));
		try {
			return codec.encode(PropertyTree.of(documents.properties(), codec));
		}
		catch (InvalidDocumentException ex) {
			throw new InvalidDocumentException("sources %s: %s".formatted(names(files), ex.problem()));
		}
	}

	private static String names(List<SourceFile> files) {
		return files.stream().map((file) -> "'" + file.path() + "'").collect(Collectors.joining(", "));
	}

	private void add(SourceFile file, FlattenedDocuments documents, DocumentCodec codec) {
		String origin = file.path().toString();
		if (file.isJson()) {
			documents.add(values(json(file, codec)), origin);
			return;
		}
		try {
			content(file).load(file.isYaml()).forEach((document) -> documents.add(document, origin));
		}
		catch (InvalidDocumentException ex) {
			throw failed(file, ex.problem());
		}
	}

	private Document json(SourceFile file, DocumentCodec codec) {
		try {
			return codec.encode(content(file).text());
		}
		catch (InvalidDocumentException ex) {
			throw failed(file, ex.problem());
		}
	}

	private static Map<String, @Nullable Object> values(Document document) {
		ObjectNode tree = document.tree();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (String name : document.properties().keySet()) {
			values.put(name, tree.at(Objects.requireNonNull(document.pointer(name))));
		}
		return values;
	}

	private ResourceContent content(SourceFile file) {
		ResourceContent content = this.contents.get(file);
		if (content == null) {
			throw new IllegalArgumentException("'file' must be one of these");
		}
		return content;
	}

}
