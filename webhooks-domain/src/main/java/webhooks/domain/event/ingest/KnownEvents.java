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
 * The events of which an event of an intake may be a duplicate: the stored ones, and those before
 * it in the same transaction.
 *
 * <p>An event is a duplicate of another one of its account with its message id. If it names only an
 * iTwin, it is also a duplicate of the one with this iTwin, whose account may have been another:
 * the iTwin may have moved or been deleted since. After {@code webhooks.deduplication} it is a new
 * event, and the message id is used once more. For one thread.
 */
final class KnownEvents {
  /**
   * An event whose message id has come again.
   *
   * @param occurrence how many events of the account had the message id before it in the partition
   *     of the new ones; -1 if it is in another
   * @param recent whether another event can be a duplicate of it; false if it is too old
   */
  record Known(String accountId, String iTwin, int occurrence, boolean recent) {}

  private final Instant firstRecent;
  private final boolean nearBorder;
  private final IdSequence ids;
  private final Map<UUID, List<Known>> byMessage = new HashMap<>();

  /**
   * Begins without events.
   *
   * @param moment the time of the new events' ids
   * @param deduplication how long after an event another one can be its duplicate
   * @param nearBorder whether the ids are near the border of two partitions
   */
  KnownEvents(Instant moment, Duration deduplication, boolean nearBorder) {
    this.firstRecent = moment.minus(deduplication);
    this.nearBorder = nearBorder;
    ids = new IdSequence(moment);
  }

  /** Adds a stored event. One that is older than the deduplication has no duplicates. */
  void addStored(UUID id, UUID messageId, Known stored) {
    boolean recent = !Ids.timeOf(id).isBefore(firstRecent);
    add(messageId, new Known(stored.accountId(), stored.iTwin(), stored.occurrence(), recent));
  }

  /** Adds an event that this transaction stores. */
  void add(EventRow row) {
    add(row.messageId(), new Known(row.accountId(), row.iTwin(), row.occurrence(), true));
  }

  /** Forgets events that were added and that this transaction does not store after all. */
  void forget(List<EventRow> rows) {
    for (EventRow row : rows) {
      byMessage
          .get(row.messageId())
          .remove(new Known(row.accountId(), row.iTwin(), row.occurrence(), true));
    }
  }

  private void add(UUID messageId, Known known) {
    byMessage.computeIfAbsent(messageId, unused -> new ArrayList<>(1)).add(known);
  }

  /** Returns the event of which this one is a duplicate, if there is one. */
  Optional<Known> originalOf(Event event) {
    return byMessage.getOrDefault(event.id(), List.of()).stream()
        .filter(Known::recent)
        .filter(known -> isDuplicate(event, known))
        .findFirst();
  }

  /** Returns whether the account has a recent event with this message id. */
  boolean contains(UUID messageId, String accountId) {
    return byMessage.getOrDefault(messageId, List.of()).stream()
        .filter(Known::recent)
        .anyMatch(known -> known.accountId().equals(accountId));
  }

  private static boolean isDuplicate(Event event, Known known) {
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

  /** Returns the time of the first event that can have a duplicate. */
  Instant firstRecent() {
    return firstRecent;
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
