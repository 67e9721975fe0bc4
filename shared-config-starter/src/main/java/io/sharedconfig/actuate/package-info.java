/**
 * What an operator sees and may do over HTTP.
 */
@NullMarked
package io.sharedconfig.actuate;

import org.jspecify.annotations.NullMarked;
