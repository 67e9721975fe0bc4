package io.sharedconfig.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a real web server, and a client for it.
 */
final class HttpApplication implements AutoCloseable {

	/*
	 * Spring Boot makes a management context for each of the two servers there are here.
	 */
	private static final String TOMCAT = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration";

	private static final JsonMapper JSON = new JsonMapper();

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private HttpApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static HttpApplication start(WebApplicationType type, Path directory, String... properties) {
		return start(Empty.class, type, directory, properties);
	}

	static HttpApplication start(Class<?> source, WebApplicationType type, Path directory, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--shared-config.directory=" + directory, "--shared-config.publisher.backup.enabled=false",
				"--management.endpoints.web.exposure.include=${exposed:*}",
				"--spring.autoconfigure.exclude=" + (type == WebApplicationType.REACTIVE ? TOMCAT : "")));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new HttpApplication(
				new SpringApplicationBuilder(source).web(type).run(arguments.toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port(String kind) {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local." + kind + ".port"));
	}

	Answer get(String path) {
		return send(request(port("server"), path).GET());
	}

	Answer post(String path, String body) {
		return post(port("server"), path, "application/json", body.getBytes(StandardCharsets.UTF_8));
	}

	Answer post(int port, String path, String contentType, byte[] body) {
		return send(request(port, path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
	}

	Answer postNothing(String path) {
		return send(request(port("server"), path).POST(BodyPublishers.noBody()));
	}

	HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

	Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	record Answer(int status, String body, HttpResponse<String> response) {

		JsonNode json() {
			return JSON.readTree(this.body);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
