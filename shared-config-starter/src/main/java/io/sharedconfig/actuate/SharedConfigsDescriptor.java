package io.sharedconfig.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All configurations of this process, as the endpoint shows them.
 * <p>
 * Immutable.
 *
 * @param published those it publishes
 * @param followed those it follows
 * @since 1.0.0
 */
public record SharedConfigsDescriptor(List<PublishedDescriptor> published,
		List<FollowedDescriptor> followed) implements OperationResponseBody {

}
