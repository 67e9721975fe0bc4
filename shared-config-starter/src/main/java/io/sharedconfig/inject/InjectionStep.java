package io.sharedconfig.inject;

/**
 * Something to be done after a version has become the current one.
 *
 * @param what what it does, for the log
 * @param work what to run
 */
record InjectionStep(String what, Runnable work) {

}
