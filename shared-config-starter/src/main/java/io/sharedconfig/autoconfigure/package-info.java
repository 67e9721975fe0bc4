/**
 * The wiring, for Spring Boot. Nobody uses this package.
 */
@NullMarked
package io.sharedconfig.autoconfigure;

import org.jspecify.annotations.NullMarked;
