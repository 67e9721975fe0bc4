/**
 * The test kit: a test publishes into a directory of its own and goes on when its
 * application has applied the version. Begin with {@link SharedConfigTest}, or, for an
 * {@code ApplicationContextRunner}, with {@link SharedConfigTestPublisher}.
 */
@NullMarked
package io.sharedconfig.test;

import org.jspecify.annotations.NullMarked;
