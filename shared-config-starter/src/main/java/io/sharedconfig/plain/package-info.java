/**
 * The doors for a Java program without Spring.
 */
@NullMarked
package io.sharedconfig.plain;

import org.jspecify.annotations.NullMarked;
