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
 * Finds duplicates: holds the events that a new event may repeat, which are stored events and the
 * earlier events of the same transaction.
 *
 * <p>An event is a duplicate of an event of its account with the same message id. If it names only
 * an iTwin, it is also a duplicate of an event with the same message id and iTwin, whatever the
 * account of that event: the iTwin may have moved or been deleted since. After {@code
 * webhooks.deduplication} an event with the same message id is a new one. For one thread.
 */
final class KnownEvents {
  /**
   * An event whose message id a new event may have too.
   *
   * @param occurrence how many events of the account had the message id before it in the partition
   *     of the new events; -1 if it is in another partition
   * @param recent whether another event can be a duplicate of it; false if it is too old
   */
  record Known(String accountId, String iTwin, int occurrence, boolean recent) {}

  private final Instant firstRecent;
  private final boolean nearBorder;
  private final IdSequence ids;
  private final Map<UUID, List<Known>> byMessage = new HashMap<>();

  /**
   * Starts without events.
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

  /** Adds a stored event. It has no duplicates if it is older than the deduplication period. */
  void addStored(UUID id, UUID messageId, Known stored) {
    boolean recent = !Ids.timeOf(id).isBefore(firstRecent);
    add(messageId, new Known(stored.accountId(), stored.iTwin(), stored.occurrence(), recent));
  }

  /** Adds an event that this transaction stores. */
  void add(EventRow row) {
    add(row.messageId(), new Known(row.accountId(), row.iTwin(), row.occurrence(), true));
  }

  /** Removes events that were added, but that this transaction does not store. */
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

  /** Returns how many events of the account had this message id in the new events' partition. */
  int occurrences(UUID messageId, String accountId) {
    return byMessage.getOrDefault(messageId, List.of()).stream()
        .filter(known -> known.accountId().equals(accountId))
        .mapToInt(known -> known.occurrence() + 1)
        .max()
        .orElse(0);
  }

  /** Returns the time of the earliest event that can have a duplicate. */
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
