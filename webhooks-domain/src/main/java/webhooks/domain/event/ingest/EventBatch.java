package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import webhooks.domain.event.Event;

/**
 * The events of one transaction with their accounts ({@link BatchAccounts}).
 *
 * @param size the number of events, including repeats
 * @param known the events with an account, each once, in the order of arrival
 * @param withoutAccount the events of an unknown account that are no repeats
 * @param repeats the events with the id of an event that is stored or earlier in the batch, as far
 *     as the batch knows before its events are inserted
 */
record EventBatch(
    int size, Map<UUID, EventRow> known, List<Event> withoutAccount, List<EventIdentity> repeats) {

  /**
   * Creates a batch of the first events, and finds their accounts.
   *
   * @param accounts returns the account of each event in turn, if it is known
   * @param traces decides which traces the events are stored with
   * @param fits returns whether the batch has room for an event; is asked for each event that has
   *     an account and is no repeat, in turn, and the batch ends before the first one without room
   */
  static EventBatch of(
      List<Event> events,
      Function<Event, Optional<String>> accounts,
      EventTable table,
      IngestTraces traces,
      Predicate<EventRow> fits)
      throws SQLException {
    Map<UUID, EventRow> known = new LinkedHashMap<>();
    List<Event> without = new ArrayList<>();
    List<EventIdentity> repeats = new ArrayList<>();
    int size = 0;
    for (Event event : events) {
      Optional<EventRow> row =
          accounts.apply(event).map(id -> EventRow.of(event, id, traces.of(event)));
      if (row.isEmpty()) {
        without.add(event);
      } else if (known.containsKey(event.id())) {
        repeats.add(row.get().identity());
      } else if (fits.test(row.get())) {
        known.put(event.id(), row.get());
      } else {
        break;
      }
      size++;
    }
    // An event may be a repeat although its iTwin is unknown, such as the event that deleted it.
    Set<UUID> repeated = table.known(without.stream().map(Event::id).toList()).keySet();
    Map<Boolean, List<Event>> byRepeated =
        without.stream()
            .collect(
                Collectors.partitioningBy(
                    event -> repeated.contains(event.id()) || known.containsKey(event.id())));
    byRepeated.get(true).forEach(event -> repeats.add(EventIdentity.of(event, Optional.empty())));
    return new EventBatch(size, known, byRepeated.get(false), repeats);
  }

  /** Inserts the events that are not stored yet, and returns them in the order of arrival. */
  Collection<EventRow> insert(EventTable table) throws SQLException {
    Set<UUID> inserted = table.insert(known.values());
    return known.values().stream().filter(event -> inserted.contains(event.id())).toList();
  }

  /**
   * Returns the ids of events that are dropped because another account's event has the same id. To
   * be called when the events are inserted.
   *
   * @param inserted the events that were not stored yet
   */
  Set<UUID> clashes(EventTable table, Collection<EventRow> inserted) throws SQLException {
    Map<UUID, EventRow> notInserted = new LinkedHashMap<>(known);
    inserted.forEach(event -> notInserted.remove(event.id()));
    List<EventIdentity> all = new ArrayList<>(repeats);
    notInserted.values().forEach(event -> all.add(event.identity()));
    return table.clashing(all);
  }
}
