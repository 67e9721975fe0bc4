package io.sharedconfig.file.model;

/**
 * An access to shared memory as it stands in the code.
 *
 * @param method the method of the writer or the log that asks for it
 * @param word what is accessed
 * @param access how
 */
record CodeAccess(String method, Word word, Access access) {

}
