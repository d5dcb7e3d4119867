package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import webhooks.domain.event.Event;

/**
 * The events of one transaction with their accounts ({@link BatchAccounts}).
 *
 * @param size the number of events, including repeats
 * @param rows the events with an account that repeat no known one, in the order of arrival
 * @param withoutAccount the events of an unknown account that are no repeats
 * @param known the events that these were compared with
 */
record EventBatch(int size, List<EventRow> rows, List<Event> withoutAccount, KnownEvents known) {

  /**
   * Creates a batch of the first events, and finds their accounts.
   *
   * @param accounts returns the account of each event in turn, if it is known
   * @param known the stored events that these may repeat; gets the events of the batch
   * @param traces decides which traces the events are stored with
   * @param fits returns whether the batch has room for an event; is asked for each event that has
   *     an account and is no repeat, in turn, and the batch ends before the first one without room
   */
  static EventBatch of(
      List<Event> events,
      Function<Event, Optional<String>> accounts,
      KnownEvents known,
      IngestTraces traces,
      Predicate<EventRow> fits) {
    List<EventRow> rows = new ArrayList<>();
    List<Event> without = new ArrayList<>();
    int size = 0;
    for (Event event : events) {
      Optional<String> account = accounts.apply(event);
      // An event may be a repeat although its iTwin is unknown, such as the one that deleted it.
      if (known.repeatedBy(event).isEmpty()) {
        if (account.isEmpty()) {
          without.add(event);
        } else if (!known.repeats(event.id(), account.get())) {
          EventRow row = EventRow.of(event, account.get(), known, traces.of(event));
          if (!fits.test(row)) {
            break;
          }
          rows.add(row);
          known.add(row);
        }
      }
      size++;
    }
    without.removeIf(event -> known.repeatedBy(event).isPresent());
    return new EventBatch(size, rows, without, known);
  }

  /** Inserts the events, and returns those that no other transaction has stored meanwhile. */
  List<EventRow> insert(EventTable table) throws SQLException {
    Set<UUID> inserted = table.insert(rows, known);
    return rows.stream().filter(event -> inserted.contains(event.id())).toList();
  }
}
