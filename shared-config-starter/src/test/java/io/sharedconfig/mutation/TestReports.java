package io.sharedconfig.mutation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the reports of a test run say.
 */
final class TestReports {

	private TestReports() {
	}

	/**
	 * Return a test that failed.
	 * @return the class and the method, empty if none failed
	 */
	static Optional<String> firstFailure(Path reports) throws IOException {
		for (Document report : read(reports)) {
			NodeList cases = report.getElementsByTagName("testcase");
			for (int i = 0; i < cases.getLength(); i++) {
				Element test = (Element) cases.item(i);
				if (test.getElementsByTagName("failure").getLength() > 0
						|| test.getElementsByTagName("error").getLength() > 0) {
					return Optional.of(nameOf(test));
				}
			}
		}
		return Optional.empty();
	}

	private static String nameOf(Element test) {
		String className = test.getAttribute("classname");
		String method = test.getAttribute("name").replaceAll("[({\\[].*", "");
		return className.substring(className.lastIndexOf('.') + 1) + '.' + method;
	}

	/**
	 * Return the class path that the tests were run with.
	 */
	static String classPath(Path reports) throws IOException {
		for (Document report : read(reports)) {
			NodeList properties = report.getElementsByTagName("property");
			for (int i = 0; i < properties.getLength(); i++) {
				Element property = (Element) properties.item(i);
				if (property.getAttribute("name").equals("surefire.test.class.path")) {
					return property.getAttribute("value");
				}
			}
		}
		throw new IllegalStateException("No class path in the reports of " + reports);
	}

	private static List<Document> read(Path reports) throws IOException {
		List<Document> documents = new ArrayList<>();
		if (!Files.isDirectory(reports)) {
			return documents;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
			for (Path file : files) {
				documents.add(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
			}
		}
		catch (ParserConfigurationException | SAXException ex) {
			throw new IOException(ex);
		}
		return documents;
	}

}
