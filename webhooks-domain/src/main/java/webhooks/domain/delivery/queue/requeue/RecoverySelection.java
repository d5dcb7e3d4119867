package webhooks.domain.delivery.queue.requeue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.filter.LatestAttempt;

/**
 * The deliveries of a period that a recovery takes. Empty parts match all.
 *
 * @param eventType the only type of events whose deliveries are recovered
 * @param attempt the condition on the latest attempts
 * @param messageIds the only events whose deliveries are recovered, in the order of their texts
 */
public record RecoverySelection(
    Optional<String> eventType, LatestAttempt attempt, List<UUID> messageIds) {
  /** The maximum number of message ids. */
  public static final int MAX_MESSAGE_IDS = 1000;

  /** All deliveries of the period. */
  public static final RecoverySelection ALL = ofType(Optional.empty());

  /** Sorts the ids, so that a cursor can stand between two of them. */
  public RecoverySelection {
    messageIds =
        messageIds.stream().map(UUID::toString).distinct().sorted().map(UUID::fromString).toList();
  }

  /** Returns the selection of the deliveries of one type of events, or of all types. */
  public static RecoverySelection ofType(Optional<String> eventType) {
    return new RecoverySelection(eventType, LatestAttempt.ANY, List.of());
  }

  /** Returns whether a node of an earlier version, which knows types only, would take more. */
  public boolean isNew() {
    return !attempt.isAny() || !messageIds.isEmpty();
  }

  /** Returns whether each delivery must be read with its event and its latest attempt. */
  boolean examines() {
    return eventType.isPresent() || !attempt.isAny();
  }

  /** Returns whether ids follow these, which {@link #messageIdsAfter} returned. */
  boolean hasMessageIdsAfter(List<UUID> some) {
    return !some.isEmpty()
        && !some.get(some.size() - 1).equals(messageIds.get(messageIds.size() - 1));
  }

  /** Returns the ids after an id, at most this many. */
  List<UUID> messageIdsAfter(UUID last, int max) {
    String text = last.toString();
    return messageIds.stream().filter(id -> id.toString().compareTo(text) > 0).limit(max).toList();
  }
}
