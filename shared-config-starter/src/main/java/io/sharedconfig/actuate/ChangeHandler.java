package io.sharedconfig.actuate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.VersionNotKeptException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.MediaType;

/**
 * Handles {@code POST /actuator/sharedconfig/{name}}, whatever the web framework.
 * <table>
 * <caption>Answers, each a JSON object</caption>
 * <tr>
 * <th>status</th>
 * <th>when</th>
 * <th>body</th>
 * </tr>
 * <tr>
 * <td>200</td>
 * <td>published, or nothing to change</td>
 * <td>{@code version}, {@code changed}: the names of the properties that were added,
 * changed or removed</td>
 * </tr>
 * <tr>
 * <td>200</td>
 * <td>polled: no body, or <code>{}</code></td>
 * <td>{@code outcome}, {@code version}, {@code reason} if there is one</td>
 * </tr>
 * <tr>
 * <td>200</td>
 * <td>a preview: nothing was published</td>
 * <td>{@code version}: the current one, {@code changed}, {@code preview}</td>
 * </tr>
 * <tr>
 * <td>200</td>
 * <td>staged: nothing was published</td>
 * <td>{@code version}: the current one, {@code stage}, {@code accepted},
 * {@code followers}: what each of them would do, and why not</td>
 * </tr>
 * <tr>
 * <td>400</td>
 * <td>not a document, not a request, or back to a version that is not kept</td>
 * <td>{@code error}</td>
 * </tr>
 * <tr>
 * <td>400</td>
 * <td>refused by validators</td>
 * <td>{@code error}, {@code violations}: each a {@code pointer} and a
 * {@code problem}</td>
 * </tr>
 * <tr>
 * <td>404</td>
 * <td>neither published nor followed here</td>
 * <td>{@code error}</td>
 * </tr>
 * <tr>
 * <td>409</td>
 * <td>another version is current</td>
 * <td>{@code error}, {@code expectedVersion}, {@code currentVersion}</td>
 * </tr>
 * <tr>
 * <td>409</td>
 * <td>not the master, or owned by its sources</td>
 * <td>{@code error}</td>
 * </tr>
 * <tr>
 * <td>413</td>
 * <td>too large</td>
 * <td>{@code error}, {@code maxBytes}</td>
 * </tr>
 * <tr>
 * <td>415</td>
 * <td>the content type is not JSON</td>
 * <td>{@code error}</td>
 * </tr>
 * <tr>
 * <td>507</td>
 * <td>could not be stored; nothing was published</td>
 * <td>{@code error}</td>
 * </tr>
 * <tr>
 * <td>500</td>
 * <td>anything else, an unknown outcome among it</td>
 * <td>{@code error}</td>
 * </tr>
 * </table>
 * Thread-safe. No answer holds a configuration value.
 *
 * @since 1.0.0
 */
public final class ChangeHandler {

	private static final int MOST_ATTEMPTS = 100;

	private final LocalConfigs configs;

	private final Function<String, ObjectNode> parser;

	private final int maxBodyBytes;

	/**
	 * Create the handler.
	 * @param configs the configurations to change
	 * @param parser how JSON text becomes a tree that keeps the text of every number;
	 * throws {@link InvalidDocumentException}
	 * @param maxBodyBytes the longest body that is read, in bytes
	 */
	public ChangeHandler(LocalConfigs configs, Function<String, ObjectNode> parser, int maxBodyBytes) {
		this.configs = configs;
		this.parser = parser;
		this.maxBodyBytes = maxBodyBytes;
	}

	int maxBodyBytes() {
		return this.maxBodyBytes;
	}

	/**
	 * Handle a request. Blocks while a version is stored.
	 * @param name the configuration
	 * @param contentType the type of the body, {@code null} if not given
	 * @param body the body, empty if there is none
	 * @return the answer
	 */
	ChangeAnswer handle(String name, @Nullable MediaType contentType, byte[] body) {
		try {
			if (body.length == 0) {
				return poll(name);
			}
			if (contentType == null || !isJson(contentType)) {
				return ChangeAnswer.error(415, "The content type of a change must be application/json: found "
						+ ((contentType != null) ? contentType.getType() + "/" + contentType.getSubtype() : "none"));
			}
			ObjectNode request = this.parser.apply(text(body));
			return (request.isEmpty()) ? poll(name) : publish(name, request);
		}
		catch (InvalidChangeRequestException ex) {
			return ChangeAnswer.error(400, ex.getMessage());
		}
		catch (SharedConfigException ex) {
			return failed(ex);
		}
	}

	/**
	 * Return whether a request need not be read.
	 * @param declaredBytes how long its body is, in bytes; less than 0 if it does not say
	 */
	boolean isTooLarge(long declaredBytes) {
		return declaredBytes > this.maxBodyBytes;
	}

	ChangeAnswer tooLarge(long declaredBytes) {
		String length = isTooLarge(declaredBytes) ? "lengthBytes=%d ".formatted(declaredBytes) : "";
		ChangeAnswer answer = ChangeAnswer.error(413,
				"The body is too large: %smaxBytes=%d. Raise 'shared-config.publisher.max-size' if the document is meant to be that large"
					.formatted(length, this.maxBodyBytes));
		answer.body().put("maxBytes", this.maxBodyBytes);
		return answer;
	}

	private static boolean isJson(MediaType type) {
		return type.isCompatibleWith(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
	}

	private static String text(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidChangeRequestException("the body is not UTF-8");
		}
	}

	private ChangeAnswer poll(String name) {
		SharedConfigFollower follower = this.configs.follower(name);
		if (follower != null) {
			return polled(follower.refresh());
		}
		SharedConfigPublisher publisher = this.configs.publisher(name);
		if (publisher == null) {
			return unknown(name);
		}
		long version = versionOf(publisher.current());
		return polled(new RefreshResult(
				(version != 0) ? RefreshResult.Outcome.UNCHANGED : RefreshResult.Outcome.NOT_PUBLISHED, version, null));
	}

	private static ChangeAnswer polled(RefreshResult result) {
		ChangeAnswer answer = ChangeAnswer.ok();
		answer.body().put("outcome", result.outcome().name()).put("version", result.version());
		if (result.reason() != null) {
			answer.body().put("reason", result.reason());
		}
		return answer;
	}

	private ChangeAnswer publish(String name, ObjectNode body) {
		SharedConfigPublisher publisher = this.configs.publisher(name);
		if (publisher == null) {
			if (this.configs.follower(name) == null) {
				return unknown(name);
			}
			throw new NotMasterException(name, "it follows, and does not publish");
		}
		ChangeRequest request = ChangeRequest.of(body);
		for (int attempt = 1;; attempt++) {
			try {
				return publish(publisher, request);
			}
			catch (VersionConflictException ex) {
				if (request.expectedVersion() != null || attempt == MOST_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/*
	 * Only onto the version that it is compared with, so that the names in the answer are
	 * those of this change and of no other.
	 */
	private static ChangeAnswer publish(SharedConfigPublisher publisher, ChangeRequest request) {
		ConfigSnapshot before = publisher.current();
		Long expected = request.expectedVersion();
		ConfigChange change = request.applyTo(publisher.change())
			.expectedVersion((expected != null) ? expected : versionOf(before));
		if (request.preview()) {
			ChangeAnswer answer = changed(versionOf(before), change.preview().keys());
			answer.body().put("preview", true);
			return answer;
		}
		if (request.stage()) {
			return StageAnswer.of(change, versionOf(before));
		}
		ConfigSnapshot after = change.publish();
		return changed(after.version(), (before != null && before.version() == after.version()) ? Set.of()
				: ConfigDiff.between(before, after).keys());
	}

	private static ChangeAnswer changed(long version, Set<String> changed) {
		ChangeAnswer answer = ChangeAnswer.ok();
		ArrayNode names = answer.body().put("version", version).putArray("changed");
		changed.forEach(names::add);
		return answer;
	}

	private static long versionOf(@Nullable ConfigSnapshot snapshot) {
		return (snapshot != null) ? snapshot.version() : 0;
	}

	private static ChangeAnswer unknown(String name) {
		return ChangeAnswer.error(404,
				"Shared config '%s' is neither published nor followed by this process".formatted(name));
	}

	private static ChangeAnswer failed(SharedConfigException problem) {
		ChangeAnswer answer = ChangeAnswer.error(status(problem), problem.getMessage());
		if (problem instanceof VersionConflictException conflict) {
			answer.body()
				.put("expectedVersion", conflict.expectedVersion())
				.put("currentVersion", conflict.currentVersion());
		}
		if (problem instanceof InvalidDocumentException invalid && !invalid.violations().isEmpty()) {
			ArrayNode violations = answer.body().putArray("violations");
			invalid.violations()
				.forEach((violation) -> violations.addObject()
					.put("pointer", violation.pointer())
					.put("problem", violation.problem()));
		}
		if (problem instanceof ConfigTooLargeException tooLarge) {
			answer.body().put("maxBytes", tooLarge.maxBytes());
		}
		return answer;
	}

	private static int status(SharedConfigException problem) {
		if (problem instanceof InvalidDocumentException || problem instanceof VersionNotKeptException) {
			return 400;
		}
		if (problem instanceof VersionConflictException || problem instanceof NotMasterException
				|| problem instanceof OwnedBySourcesException) {
			return 409;
		}
		if (problem instanceof ConfigTooLargeException) {
			return 413;
		}
		return (problem instanceof StorageException storage && !storage.outcomeUnknown()) ? 507 : 500;
	}

}
