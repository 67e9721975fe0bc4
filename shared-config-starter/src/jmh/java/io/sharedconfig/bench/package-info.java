/**
 * Measurements. Not part of the product: built with the profile {@code jmh} only.
 */
@NullMarked
package io.sharedconfig.bench;

import org.jspecify.annotations.NullMarked;
