/**
 * Files that feed a master: JSON, YAML and properties become a document.
 */
@NullMarked
package io.sharedconfig.source;

import org.jspecify.annotations.NullMarked;
