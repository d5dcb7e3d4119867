package webhooks.domain.delivery.history.search;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filter.LatestAttempt;

/**
 * The deliveries that a search wants. Empty parts match all.
 *
 * @param statuses the statuses, at least one
 * @param eventType the type of the event
 * @param messageId the id of the event
 * @param traceId the id of the trace that the requests name
 * @param attempt the condition on the latest attempt
 * @param text a text within the body
 */
public record DeliveryFilter(
    Set<DeliveryStatus> statuses,
    Optional<String> eventType,
    Optional<UUID> messageId,
    Optional<String> traceId,
    LatestAttempt attempt,
    Optional<String> text) {

  /** Returns the statuses of deliveries that can match. */
  Set<DeliveryStatus> possibleStatuses() {
    return statuses.stream().filter(attempt::mayHave).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a delivery must be read to know whether it matches. */
  boolean examines() {
    return eventType.isPresent() || isExpensive() || messageId.isPresent();
  }

  /** Returns whether very many deliveries may be read for one that matches. */
  boolean isExpensive() {
    return messageId.isEmpty() && (traceId.isPresent() || !attempt.isAny() || text.isPresent());
  }
}
