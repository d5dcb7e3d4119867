package webhooks.domain.delivery.history.search;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a search has come, with its earlier pages.
 *
 * @param rows how many deliveries were examined
 * @param newest when the newest delivery that this page examined was created; empty if it examined
 *     none
 * @param since the time from which on all deliveries of the period are examined; empty if all are,
 *     and the period has no start
 * @param complete whether all deliveries that were asked for are examined
 */
public record Searched(
    long rows, Optional<Instant> newest, Optional<Instant> since, boolean complete) {}
