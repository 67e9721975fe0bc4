package io.sharedconfig.sample.master;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to demonstrate with.
 *
 * @param followers how many followers to start as child processes
 * @param followerPort port of the first follower; the next ones count up from it
 * @param followerJar executable jar of the follower, {@code null} for the one that was
 * built beside this application
 */
@ConfigurationProperties("sample")
record DemonstrationProperties(@DefaultValue("0") int followers, @DefaultValue("8081") int followerPort,
		@Nullable Path followerJar) {

}
