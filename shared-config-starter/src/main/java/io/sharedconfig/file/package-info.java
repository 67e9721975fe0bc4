/**
 * The shared file: its layout, the order of the stores and loads on it, its lock, and the
 * checks before it is trusted. Bytes in, bytes out: nothing here knows what a document
 * is, and nothing here logs.
 */
@NullMarked
package io.sharedconfig.file;

import org.jspecify.annotations.NullMarked;
