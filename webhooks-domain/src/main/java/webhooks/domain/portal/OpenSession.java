package webhooks.domain.portal;

import java.time.Duration;

/**
 * A session whose token a caller has.
 *
 * @param rest how long it lasts from the moment of the query
 */
public record OpenSession(PortalSession session, Duration rest) {}
