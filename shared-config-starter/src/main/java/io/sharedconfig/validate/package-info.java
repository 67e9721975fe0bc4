/**
 * Validators that come with the starter. What belongs here needs an optional library; a
 * validator of an application belongs to the application.
 */
@NullMarked
package io.sharedconfig.validate;

import org.jspecify.annotations.NullMarked;
