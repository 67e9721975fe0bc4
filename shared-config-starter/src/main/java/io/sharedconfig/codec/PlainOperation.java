package io.sharedconfig.codec;

import io.sharedconfig.codec.PatchOperation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a patch whose values are plain.
 * <p>
 * Immutable.
 *
 * @param kind what it does: add, remove or replace
 * @param path where
 * @param value the value, {@code null} if it has none
 */
record PlainOperation(Kind kind, JsonPointerPath path, @Nullable SingleValue value) {

}
