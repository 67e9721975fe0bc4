/**
 * What a document is: JSON in with numbers and text exact, checked bytes out, flattened
 * properties, edits by property name. Nothing here knows where the bytes are kept.
 */
@NullMarked
package io.sharedconfig.codec;

import org.jspecify.annotations.NullMarked;
