/**
 * What beans were given, and how it changes with a version: trial binding, live
 * properties, live values. What the application is told of it is not here.
 */
@NullMarked
package io.sharedconfig.inject;

import org.jspecify.annotations.NullMarked;
