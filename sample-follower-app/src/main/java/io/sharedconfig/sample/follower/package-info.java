/**
 * A sample follower: reads one property of {@code orders} in every way an application
 * can.
 */
@NullMarked
package io.sharedconfig.sample.follower;

import org.jspecify.annotations.NullMarked;
