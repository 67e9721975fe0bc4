/**
 * One version per web request: filters that hold a request to what was applied when it
 * began, and the accessor that takes this along to other threads. Opt-in.
 */
@NullMarked
package io.sharedconfig.web;

import org.jspecify.annotations.NullMarked;
