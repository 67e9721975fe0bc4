/**
 * What an application is told and given when a version is applied: events, and what
 * Spring Cloud refreshes.
 */
@NullMarked
package io.sharedconfig.refresh;

import org.jspecify.annotations.NullMarked;
