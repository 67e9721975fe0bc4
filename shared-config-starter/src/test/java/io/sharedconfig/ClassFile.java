package io.sharedconfig;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types that a compiled class names: its constant pool has each of them, be it the
 * type of a field, a parameter, an annotation or of something that is called.
 */
final class ClassFile {

	private static final Pattern TYPE = Pattern.compile("(?:^|(?<=L))(?:[a-z][a-zA-Z0-9_]*/)+[A-Z][a-zA-Z0-9_]*");

	private ClassFile() {
	}

	static Set<String> typesNamedIn(Path classFile) throws IOException {
		Set<String> types = new TreeSet<>();
		for (String text : textsIn(classFile)) {
			Matcher matcher = TYPE.matcher(text);
			while (matcher.find()) {
				types.add(matcher.group().replace('/', '.'));
			}
		}
		return types;
	}

	/**
	 * Return every text in a compiled class: literals, and the names of all that it uses.
	 */
	static Set<String> textsIn(Path classFile) throws IOException {
		Set<String> texts = new TreeSet<>();
		try (DataInputStream in = new DataInputStream(Files.newInputStream(classFile))) {
			in.skipNBytes(8);
			int count = in.readUnsignedShort();
			for (int i = 1; i < count; i++) {
				int tag = in.readUnsignedByte();
				switch (tag) {
					case 1 -> texts.add(in.readUTF());
					case 5, 6 -> {
						in.skipNBytes(8);
						i++;
					}
					case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
					case 15 -> in.skipNBytes(3);
					case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
					default -> throw new IOException("Unknown constant in '%s': tag=%d".formatted(classFile, tag));
				}
			}
		}
		return texts;
	}

}
