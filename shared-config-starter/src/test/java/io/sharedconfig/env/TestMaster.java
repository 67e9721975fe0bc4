package io.sharedconfig.env;

import java.nio.file.Path;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A master in the JVM of the test.
 */
public final class TestMaster implements AutoCloseable {

	private final SharedConfigPublisher publisher;

	private TestMaster(SharedConfigPublisher publisher) {
		this.publisher = publisher;
	}

	public static TestMaster publish(Path directory, String name, String document) {
		TestMaster master = new TestMaster(SharedConfigs.publisher(directory, name).withoutBackup().open());
		master.publish(document);
		return master;
	}

	public void publish(String document) {
		this.publisher.publish(document);
	}

	public void set(String property, Object value) {
		this.publisher.change().set(property, value).publish();
	}

	@Override
	public void close() {
		this.publisher.close();
	}

}
