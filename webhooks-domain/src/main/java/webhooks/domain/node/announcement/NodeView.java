package webhooks.domain.node.announcement;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A node as operators see it. Its times are those of the database's clock, except the last one.
 *
 * @param id differs between two runs of the product on one machine
 * @param host the name of the machine
 * @param port the port that the node answers requests on; empty before the first request
 * @param version the version of the product
 * @param started the time of its first announcement
 * @param lastSeen the time of its last announcement
 * @param late whether it has missed several announcements, because it died, is paused, or does not
 *     reach the database
 * @param brokerUnavailableSince since when the broker has not answered this node, by its own clock;
 *     empty if the broker answers
 */
public record NodeView(
    UUID id,
    String host,
    OptionalInt port,
    String version,
    Instant started,
    Instant lastSeen,
    boolean late,
    Optional<Instant> brokerUnavailableSince) {}
