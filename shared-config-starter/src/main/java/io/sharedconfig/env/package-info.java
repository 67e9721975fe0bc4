/**
 * A followed configuration as a part of Spring's Environment: the import, the annotation,
 * the live property source, its origins, and the failures explained at the start.
 */
@NullMarked
package io.sharedconfig.env;

import org.jspecify.annotations.NullMarked;
