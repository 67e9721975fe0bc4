package io.sharedconfig.inject;

import java.util.function.Supplier;

/**
 * Something to be done after a version has become the current one.
 *
 * @param what gives what it does, for the log: hardly ever asked for
 * @param work what to run
 */
record InjectionStep(Supplier<String> what, Runnable work) {

}
