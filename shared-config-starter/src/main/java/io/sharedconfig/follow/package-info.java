/**
 * The follower: one thread polls the mapped files, one applies what is new; the last good
 * version is kept whatever happens. It never sees a master; they meet in the file only.
 */
@NullMarked
package io.sharedconfig.follow;

import org.jspecify.annotations.NullMarked;
