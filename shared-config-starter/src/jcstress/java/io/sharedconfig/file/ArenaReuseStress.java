package io.sharedconfig.file;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A follower that copies from an arena while the master uses it again finds out (W4 with
 * R5, R6).
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the version from before the arena was used again")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the version in the other arena")
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "the version in the arena that was used again")
@Outcome(expect = Expect.FORBIDDEN, desc = "none of the versions: payload of another one, or a good file called corrupt")
@State
public class ArenaReuseStress {

	private final TinyFile file = new TinyFile();

	public ArenaReuseStress() {
		this.file.publish(1);
	}

	@Actor
	public void master() {
		this.file.publish(2);
		this.file.publish(3);
	}

	@Actor
	public void follower(I_Result result) {
		result.r1 = this.file.read();
	}

}
