package webhooks.domain.event.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import webhooks.domain.event.Event;

/**
 * Events for one transaction, without duplicates, with their accounts ({@link BatchAccounts}). For
 * one thread.
 *
 * @param size the number of given events that the batch takes, including duplicates
 * @param rows the new events whose account is known, in the order of arrival
 * @param withoutAccount the new events whose account is unknown
 */
record EventBatch(int size, List<EventRow> rows, List<Event> withoutAccount) {

  /**
   * Creates a batch of the first events, as many as fit, and finds their accounts.
   *
   * @param accounts returns the account of an event, if it is known; called for each event in
   *     order, also for duplicates, because an event can change the accounts of later ones
   * @param known the stored events to compare with; the new rows are added to it
   * @param traces decides which traces the events are stored with
   * @param fits returns whether the batch has room for a row; called once for each new row in
   *     order. The batch ends before the first row without room
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
      // A duplicate may name an unknown iTwin, for example if the first copy deleted it.
      if (known.originalOf(event).isEmpty()) {
        if (account.isEmpty()) {
          without.add(event);
        } else if (!known.contains(event.id(), account.get())) {
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
    // An event without an account may be a duplicate of a later one of this batch.
    without.removeIf(event -> known.originalOf(event).isPresent());
    return new EventBatch(size, rows, without);
  }
}
