/**
 * The master: makes changes one after the other, keeps the backup, and writes versions to
 * the shared file. It never sees a follower; they meet in the file only.
 */
@NullMarked
package io.sharedconfig.publish;

import org.jspecify.annotations.NullMarked;
