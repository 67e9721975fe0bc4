package io.sharedconfig.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shared file as it stands at one moment, and what a reader must make of it.
 *
 * @param name its name, that of the configuration in it
 * @param what what it shows, one sentence
 * @param bytes the file
 * @param expected what a reader must make of it
 */
record GoldenFile(String name, String what, byte[] bytes, Expected expected) {

	private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

	private static final JsonMapper MAPPER = new JsonMapper();

	static Path directory() {
		return DIRECTORY;
	}

	/**
	 * Read a file that is kept, and what is kept about it.
	 */
	static GoldenFile kept(String name) throws IOException {
		JsonNode about = MAPPER.readTree(Files.readString(DIRECTORY.resolve(name + ".json")));
		return new GoldenFile(name, about.get("what").asString(), Files.readAllBytes(DIRECTORY.resolve(name + ".scfg")),
				Expected.of(about));
	}

	/**
	 * Put the file into a directory, as a master would have left it.
	 */
	Path putInto(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		Path file = Files.write(directory.resolve(this.name + ".scfg"), this.bytes);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		return file;
	}

	/**
	 * Return what is kept beside the file.
	 */
	String about() {
		StringBuilder json = new StringBuilder("{\n");
		this.expected.describe(this.what).forEach((name, value) -> {
			json.append((json.length() > 2) ? ",\n" : "");
			json.append("  \"").append(name).append("\": ").append(value);
		});
		return json.append("\n}\n").toString();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What a reader must make of a file.
	 *
	 * @param exit the status that the command {@code read} ends with: 0 it wrote the
	 * document, 1 there is nothing to read, 2 the file is refused
	 * @param version the version, 0 if none is read
	 * @param lengthBytes the length of the document in bytes
	 * @param sha256 its digest
	 * @param fact the fact that a refusal names, or {@code null}
	 */
	record Expected(int exit, long version, int lengthBytes, @Nullable String sha256, @Nullable String fact) {

		static Expected nothing() {
			return new Expected(1, 0, 0, null, null);
		}

		static Expected refused(String fact) {
			return new Expected(2, 0, 0, null, fact);
		}

		static Expected document(StoredVersion version) {
			return document(NewVersion.of(version));
		}

		static Expected document(NewVersion version) {
			byte[] document = version.document().get();
			return new Expected(0, version.version(), document.length, digest(document), null);
		}

		static Expected of(JsonNode about) {
			return new Expected(about.get("exit").asInt(), about.path("version").asLong(0),
					about.path("lengthBytes").asInt(0), text(about, "sha256"), text(about, "fact"));
		}

		private static @Nullable String text(JsonNode about, String name) {
			return about.has(name) ? about.get(name).asString() : null;
		}

		private Map<String, Object> describe(String what) {
			Map<String, Object> facts = new LinkedHashMap<>();
			facts.put("what", MAPPER.writeValueAsString(what));
			facts.put("exit", this.exit);
			if (this.exit == 0) {
				facts.put("version", this.version);
				facts.put("lengthBytes", this.lengthBytes);
				facts.put("sha256", '"' + String.valueOf(this.sha256) + '"');
			}
			if (this.fact != null) {
				facts.put("fact", '"' + this.fact + '"');
			}
			return facts;
		}

	}

	static String digest(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
