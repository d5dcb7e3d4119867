package webhooks.domain.event.ingest;

import java.sql.Connection;
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
import java.util.stream.Collectors;
import webhooks.domain.database.Dialect;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.event.Event;

/**
 * A batch of events with their accounts: the account that an event names, or the account of its
 * iTwin by the directory or by the event in the batch that creates the iTwin.
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
   * Creates a batch and finds the accounts of its events.
   *
   * @param local whether the local directory is used; otherwise events must name their account
   * @param traces decides which traces the events are stored with
   */
  static EventBatch of(
      List<Event> events,
      Connection connection,
      Dialect dialect,
      boolean local,
      IngestTraces traces)
      throws SQLException {
    EventTable table = new EventTable(connection, dialect);
    Function<Event, Optional<String>> accounts =
        local
            ? accounts(events, new DirectoryTable(connection, dialect), table)::ofNext
            : Event::accountId;
    Map<UUID, EventRow> known = new LinkedHashMap<>();
    List<Event> without = new ArrayList<>();
    List<EventIdentity> repeats = new ArrayList<>();
    for (Event event : events) {
      Optional<EventRow> row =
          accounts.apply(event).map(id -> EventRow.of(event, id, traces.of(event)));
      row.ifPresentOrElse(
          one -> {
            if (known.putIfAbsent(event.id(), one) != null) {
              repeats.add(one.identity());
            }
          },
          () -> without.add(event));
    }
    // An event may be a repeat although its iTwin is unknown, such as the event that deleted it.
    Set<UUID> repeated = table.known(without.stream().map(Event::id).toList());
    Map<Boolean, List<Event>> byRepeated =
        without.stream()
            .collect(
                Collectors.partitioningBy(
                    event -> repeated.contains(event.id()) || known.containsKey(event.id())));
    byRepeated.get(true).forEach(event -> repeats.add(EventIdentity.of(event, Optional.empty())));
    return new EventBatch(events.size(), known, byRepeated.get(false), repeats);
  }

  private static BatchAccounts accounts(List<Event> events, DirectoryTable iTwins, EventTable table)
      throws SQLException {
    Set<UUID> iTwinIds =
        events.stream()
            .filter(event -> event.accountId().isEmpty())
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    List<UUID> changing =
        events.stream()
            .filter(event -> DirectoryChanges.adds(event) || DirectoryChanges.removes(event))
            .map(Event::id)
            .toList();
    return new BatchAccounts(iTwins.accounts(iTwinIds), events, table.known(changing));
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
