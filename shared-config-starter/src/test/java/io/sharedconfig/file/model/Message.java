package io.sharedconfig.file.model;

/**
 * A store, as others may see it.
 *
 * @param location where
 * @param timestamp how many messages the location had before
 * @param value what
 * @param view what a thread has seen too, once it has acquired the message
 * @param text what was done, for people
 */
record Message(int location, int timestamp, long value, View view, String text) {

}
