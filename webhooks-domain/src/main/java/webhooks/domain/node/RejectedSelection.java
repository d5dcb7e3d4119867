package webhooks.domain.node;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which rejected events are meant. An empty component means all.
 *
 * @param ids the ids of the messages
 * @param reason a part of the reason
 * @param since the earliest time of the rejection
 * @param until the end of the times, exclusive
 */
public record RejectedSelection(
    Optional<Set<String>> ids,
    Optional<String> reason,
    Optional<Instant> since,
    Optional<Instant> until) {
  /** All rejected events. */
  public static final RejectedSelection ALL =
      new RejectedSelection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns the selection of these messages. */
  public static RejectedSelection of(Set<String> ids) {
    return new RejectedSelection(
        Optional.of(ids), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
