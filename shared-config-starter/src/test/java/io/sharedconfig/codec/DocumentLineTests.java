package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentLine}.
 */
class DocumentLineTests {

	private static final String SET_A_TO_2 = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]";

	private static final String ADD_B = "[{\"op\":\"add\",\"path\":\"/b\",\"value\":[1.50]}]";

	private static final String REMOVE_A = "[{\"op\":\"remove\",\"path\":\"/a\"}]";

	private final DocumentCodec codec = new DocumentCodec();

	private final DocumentLine line = new DocumentLine(this.codec);

	@Test
	void nextWhenGivenAsAWholeIsThatDocument() {
		assertThat(json(next("{\"a\":1}", hash("{\"a\":1}")))).isEqualTo("{\"a\":1}");
		assertThat(json(next("{\"a\":7}", 0))).isEqualTo("{\"a\":7}");
		assertThat(this.line.divergences()).isZero();
	}

	@Test
	void nextWhenPatchesAreGivenIsTheLastDocumentWithAllOfThem() {
		next("{\"a\":1}", 0);
		assertThat(json(next(null, hash("{\"a\":2,\"b\":[1.50]}"), SET_A_TO_2, ADD_B)))
			.isEqualTo("{\"a\":2,\"b\":[1.50]}");
		assertThat(json(next(null, 0, REMOVE_A))).isEqualTo("{\"b\":[1.50]}");
	}

	@Test
	void nextWhenAWholeDocumentComesWithPatchesIsBoth() {
		assertThat(json(next("{\"a\":1}", hash("{\"a\":2}"), SET_A_TO_2))).isEqualTo("{\"a\":2}");
	}

	@Test
	void nextWhenThereIsNothingToPatchIsNothing() {
		assertThat(next(null, 0, ADD_B)).isNull();
		assertThat(this.line.divergences()).as("nothing went another way").isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { SET_A_TO_2, "[{\"op\":\"remove\",\"path\":\"/none\"}]", "{}", "[", "" })
	void nextWhenPatchesDoNotLeadThereIsNothingUntilAWholeDocumentComes(String patch) {
		next("{\"a\":1}", 0);
		assertThat(next(null, hash("{\"a\":3}"), patch)).isNull();
		assertThat(this.line.divergences()).isOne();
		assertThat(next(null, 0, ADD_B)).isNull();
		assertThat(this.line.divergences()).isOne();
		assertThat(json(next("{\"a\":3}", hash("{\"a\":3}")))).isEqualTo("{\"a\":3}");
		assertThat(json(next(null, 0, SET_A_TO_2))).isEqualTo("{\"a\":2}");
	}

	@Test
	void nextWhenAWholeDocumentIsNotThatOfItsHashIsNothing() {
		assertThat(next("{\"a\":1}", hash("{\"a\":2}"))).isNull();
		assertThat(next("{\"a\":1}", hash("{\"a\":1}"), SET_A_TO_2)).isNull();
		assertThat(this.line.divergences()).isEqualTo(2);
	}

	@Test
	void nextWhenWhatIsGivenAsAWholeIsNoDocumentIsRefused() {
		next("{\"a\":1}", 0);
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> next("[1]", 0));
		assertThat(next(null, 0, SET_A_TO_2)).isNull();
	}

	private Document next(String payload, long stateHash, String... patches) {
		List<byte[]> changes = Stream.of(patches).map(DocumentLineTests::utf8).toList();
		return this.line.next((payload != null) ? utf8(payload) : null, changes, stateHash);
	}

	private static String json(Document document) {
		assertThat(document).isNotNull();
		return document.json();
	}

	private long hash(String json) {
		return this.codec.encode(json).stateHash();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
