/**
 * A sample master: publishes {@code orders}, and can show a change arriving in followers
 * that it starts as processes of their own.
 */
@NullMarked
package io.sharedconfig.sample.master;

import org.jspecify.annotations.NullMarked;
