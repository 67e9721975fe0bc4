package io.sharedconfig.file;

/**
 * What the shared file says of its master at one moment.
 *
 * @param heartbeat a counter that a living master moves once a second
 * @param active whether the master has neither closed nor moved the file
 * @since 1.0.0
 */
public record MasterSign(long heartbeat, boolean active) {

}
