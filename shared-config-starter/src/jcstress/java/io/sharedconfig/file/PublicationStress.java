package io.sharedconfig.file;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Whoever finds a position in PUBLISHED finds the whole record there (W6, W7 with R1,
 * R4).
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing is published yet")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "found at the second poll")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "found at the first poll, then nothing new")
@Outcome(expect = Expect.FORBIDDEN, desc = "published, and the record is not there")
@State
public class PublicationStress {

	private final TinyFile file = new TinyFile();

	@Actor
	public void master() {
		this.file.publish(1);
	}

	@Actor
	public void follower(II_Result result) {
		result.r1 = this.file.read();
		result.r2 = this.file.read();
	}

}
