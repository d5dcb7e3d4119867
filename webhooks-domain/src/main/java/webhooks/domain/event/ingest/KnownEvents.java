package webhooks.domain.event.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.Event;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;

/**
 * The events that the events of an intake may repeat: the stored ones, and those before them in the
 * same transaction.
 *
 * <p>An event repeats another one of its account with its message id. If it names only an iTwin, it
 * also repeats the one with this iTwin, whose account may have been another: the iTwin may have
 * moved or been deleted since. After {@code webhooks.deduplication} an event repeats none, and the
 * message id is used once more. For one thread.
 */
final class KnownEvents {
  /**
   * An event with a message id that came again.
   *
   * @param occurrence how many events of the account had the message id before it in the partition
   *     of the new ones; -1 if it is in another
   * @param repeatable whether an event can repeat it; false if it is too old
   */
  record Known(String accountId, String iTwin, int occurrence, boolean repeatable) {}

  private final Instant firstRepeatable;
  private final boolean nearBorder;
  private final IdSequence ids;
  private final Map<UUID, List<Known>> byMessage = new HashMap<>();

  /**
   * Begins without events.
   *
   * @param moment the time of the new events' ids
   * @param deduplication how long an event can be repeated
   * @param nearBorder whether the ids are near the border of two partitions
   */
  KnownEvents(Instant moment, Duration deduplication, boolean nearBorder) {
    this.firstRepeatable = moment.minus(deduplication);
    this.nearBorder = nearBorder;
    ids = new IdSequence(moment);
  }

  /** Adds a stored event. One that is older than the deduplication can't be repeated. */
  void addStored(UUID id, UUID messageId, Known stored) {
    boolean recent = !Ids.timeOf(id).isBefore(firstRepeatable);
    add(messageId, new Known(stored.accountId(), stored.iTwin(), stored.occurrence(), recent));
  }

  /** Adds an event that this transaction stores. */
  void add(EventRow row) {
    add(row.messageId(), new Known(row.accountId(), row.iTwin(), row.occurrence(), true));
  }

  private void add(UUID messageId, Known known) {
    byMessage.computeIfAbsent(messageId, unused -> new ArrayList<>(1)).add(known);
  }

  /** Returns the event that this one repeats, if it repeats one. */
  Optional<Known> repeatedBy(Event event) {
    return byMessage.getOrDefault(event.id(), List.of()).stream()
        .filter(Known::repeatable)
        .filter(known -> repeats(event, known))
        .findFirst();
  }

  /** Returns whether an event of the account that has this message id repeats one. */
  boolean repeats(UUID messageId, String accountId) {
    return byMessage.getOrDefault(messageId, List.of()).stream()
        .filter(Known::repeatable)
        .anyMatch(known -> known.accountId().equals(accountId));
  }

  private static boolean repeats(Event event, Known known) {
    return event
        .accountId()
        .map(known.accountId()::equals)
        .or(() -> event.iTwinId().map(iTwin -> iTwin.toString().equals(known.iTwin())))
        .orElse(false);
  }

  /** Returns how many events of the account in this partition had this message id. */
  int occurrences(UUID messageId, String accountId) {
    return byMessage.getOrDefault(messageId, List.of()).stream()
        .filter(known -> known.accountId().equals(accountId))
        .mapToInt(known -> known.occurrence() + 1)
        .max()
        .orElse(0);
  }

  /** Returns the time of the first event that can be repeated. */
  Instant firstRepeatable() {
    return firstRepeatable;
  }

  /** Returns the ids for the new events and their deliveries. */
  IdSequence ids() {
    return ids;
  }

  /** Returns whether the ids are near the border of two partitions. */
  boolean nearBorder() {
    return nearBorder;
  }
}
