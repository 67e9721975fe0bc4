package io.sharedconfig;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What differs between operating systems is asked in few places: what the host is, in
 * {@code HostSystem}; who owns a file and may do what with it, in {@code PathFacts}; how
 * that is changed, in {@code FileEffects}. Whoever ports this looks there and nowhere
 * else.
 */
class SystemSeamTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/proc\\b.*                                        ; LinuxSystem
			/dev\\b.*                                         ; LinuxSystem
			/sys\\b.*|/etc\\b.*|/var\\b.*|/tmp\\b.*|/run\\b.*  ;
			os\\.(name|arch|version)                          ; OtherSystem
			java\\.io\\.tmpdir                                ; HostSystem
			user\\.name                                       ; LinuxSystem OtherSystem
			unix:.*                                           ; FileEffects LinuxSystem PathFacts
			posix|posix:.*|unix|acl|acl:.*|dos:.*             ; PathFacts
			java/nio/file/attribute/PosixFileAttributes       ; FileEffects PathFacts
			java/nio/file/attribute/PosixFileAttributeView    ; FileEffects
			java/nio/file/attribute/(Acl|Dos).*               ;
			setPosixFilePermissions|setOwner|asFileAttribute  ; FileEffects
			getPosixFilePermissions                           ;
			fileKey                                           ; PathFacts SourceFile
			getFileStore                                      ; LinuxSystem
			separatorChar|lineSeparator                       ;
			""")
	void textWhenOfOneSystemIsInItsPlaceAlone(String text, String places) throws Exception {
		Pattern pattern = Pattern.compile(text);
		Set<String> found = new TreeSet<>();
		for (Path classFile : classFiles()) {
			if (ClassFile.textsIn(classFile).stream().anyMatch((constant) -> pattern.matcher(constant).matches())) {
				found.add(classFile.getFileName().toString().replaceAll("(\\$.*)?\\.class$", ""));
			}
		}
		assertThat(found).containsExactlyInAnyOrder((places != null) ? places.split(" ") : new String[0]);
	}

	private static Iterable<Path> classFiles() throws IOException, URISyntaxException {
		Path classes = Path.of(SharedConfigException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.walk(classes)) {
			return files.filter((file) -> file.toString().endsWith(".class")).toList();
		}
	}

}
