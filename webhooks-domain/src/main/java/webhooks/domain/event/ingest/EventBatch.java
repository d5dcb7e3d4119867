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
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.event.Event;

/**
 * Events that are taken in together, each with its account: its own, or that of its iTwin as the
 * directory has it, or of the event in the batch that creates the iTwin.
 *
 * @param size how many events the batch had, repeats included
 * @param known those with an account, each once, in the order of arrival
 * @param withoutAccount events of an unknown account that are no repeats
 */
record EventBatch(int size, Map<UUID, EventRow> known, List<Event> withoutAccount) {

  /**
   * Finds the accounts of events.
   *
   * @param local whether the directory is kept here; else only their own accounts count
   */
  static EventBatch of(List<Event> events, Connection connection, boolean embedded, boolean local)
      throws SQLException {
    EventTable table = new EventTable(connection, embedded);
    Function<Event, Optional<String>> accounts =
        local
            ? accounts(events, new DirectoryTable(connection, embedded), table)::ofNext
            : Event::accountId;
    Map<UUID, EventRow> known = new LinkedHashMap<>();
    List<Event> without = new ArrayList<>();
    for (Event event : events) {
      Optional<String> account = accounts.apply(event);
      account.ifPresentOrElse(
          id -> known.putIfAbsent(event.id(), EventRow.of(event, id)), () -> without.add(event));
    }
    // A repeat of what was stored before its iTwin was gone, such as the event that deleted it.
    Set<UUID> repeated = table.known(without.stream().map(Event::id).toList());
    without.removeIf(event -> repeated.contains(event.id()) || known.containsKey(event.id()));
    return new EventBatch(events.size(), known, without);
  }

  private static BatchAccounts accounts(List<Event> events, DirectoryTable iTwins, EventTable table)
      throws SQLException {
    Set<UUID> asked =
        events.stream()
            .filter(event -> event.accountId().isEmpty())
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    List<UUID> changing =
        events.stream()
            .filter(event -> DirectoryChanges.enters(event) || DirectoryChanges.removes(event))
            .map(Event::id)
            .toList();
    return new BatchAccounts(iTwins.accounts(asked), events, table.known(changing));
  }

  /** Inserts those that are not known by their id, and returns them, in the order of arrival. */
  Collection<EventRow> insert(EventTable table) throws SQLException {
    Set<UUID> inserted = table.insert(known.values());
    return known.values().stream().filter(event -> inserted.contains(event.id())).toList();
  }
}
