package webhooks.domain.delivery.history;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request to send again what did not arrive; empty is a property not given.
 *
 * @param since deliveries created from then on, ISO 8601
 * @param until deliveries created before then, ISO 8601; else until now
 * @param status those to send again: exhausted and cancelled unless given
 * @param faults what reading the request already found; the rules add theirs
 */
public record RecoverDeliveries(
    Optional<String> since, Optional<String> until, Optional<List<String>> status, Faults faults) {}
