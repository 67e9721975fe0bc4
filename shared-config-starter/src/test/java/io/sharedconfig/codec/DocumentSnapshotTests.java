package io.sharedconfig.codec;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentSnapshot}.
 */
class DocumentSnapshotTests {

	private final Document content = new DocumentCodec().encode("{\"a\":{\"b\":\"secret\"}}");

	private final DocumentSnapshot snapshot = new DocumentSnapshot("orders", 7, 1_700_000_000_123L,
			new RecordMeta("alice", "why", List.of(), List.of(), List.of()), this.content);

	@Test
	void snapshotWhenMadeOfADocumentShowsIt() {
		assertThat(this.snapshot.name()).isEqualTo("orders");
		assertThat(this.snapshot.version()).isEqualTo(7);
		assertThat(this.snapshot.publishedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
		assertThat(this.snapshot.author()).isEqualTo("alice");
		assertThat(this.snapshot.comment()).isEqualTo("why");
		assertThat(this.snapshot.json()).isEqualTo("{\"a\":{\"b\":\"secret\"}}");
		assertThat(this.snapshot.sizeBytes()).isEqualTo(20);
		assertThat(this.snapshot.property("a.b")).isEqualTo("secret");
		assertThat(this.snapshot.property("a")).isNull();
		assertThat(this.snapshot.pointer("a.b")).isEqualTo("/a/b");
		assertThat(this.snapshot.content()).isSameAs(this.content);
	}

	@Test
	void metaWhenEncodedIsReadWhenSomebodyAsks() {
		byte[] said = new RecordMeta("alice", "why", List.of("a.b"), List.of(), List.of()).encode();
		DocumentSnapshot encoded = new DocumentSnapshot("orders", 7, 0, said, this.content);
		assertThat(encoded.author()).isEqualTo("alice");
		assertThat(encoded.comment()).isEqualTo("why");
		assertThat(encoded.meta().changed()).containsExactly("a.b");
		assertThat(encoded.meta()).isSameAs(encoded.meta());
		DocumentSnapshot garbage = new DocumentSnapshot("orders", 7, 0, new byte[] { 1, 2 }, this.content);
		assertThat(garbage.meta()).isEqualTo(RecordMeta.NONE);
	}

	@Test
	void documentWhenCalledTwiceIsNotShared() {
		assertThat(this.snapshot.document()).isEqualTo(this.snapshot.document()).isNotSameAs(this.snapshot.document());
	}

	@Test
	void toStringShowsNameAndVersionOnly() {
		assertThat(this.snapshot).hasToString("ConfigSnapshot[name=orders, version=7]");
	}

}
