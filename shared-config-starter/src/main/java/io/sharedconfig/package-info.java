/**
 * The vocabulary of Shared Config: what a program holds in its hands, and what can go
 * wrong. No Spring, no file, no thread: those live in the packages that implement these
 * types.
 * <p>
 * Reading order, along the way a document takes: {@code publish} (a change becomes a
 * document), {@code codec} (a document becomes bytes, and bytes become properties),
 * {@code file} (bytes become a version in the shared file, and are read back from it),
 * {@code follow} (a new version is noticed and applied), {@code env} (a version becomes a
 * Spring property source), {@code refresh} (the application is told), {@code actuate} (an
 * operator looks on), {@code source} (files that feed a master), {@code plain} (the doors
 * for a program without Spring) and, last, {@code autoconfigure}, which wires all of it
 * and is used by nobody.
 */
@NullMarked
package io.sharedconfig;

import org.jspecify.annotations.NullMarked;
