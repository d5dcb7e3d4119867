package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.event.Event;

/**
 * The accounts of the events of a batch: the account that an event names, or the account of its
 * iTwin when it happened.
 *
 * <p>An event may come before the event that creates its iTwin, or after the event that deletes it.
 * It then belongs to the account in the directory, or to the first account that the batch names. A
 * batch may need several transactions, so it remembers the accounts of the iTwins that it deletes.
 */
final class BatchAccounts {
  private final Map<UUID, String> known;
  private final Map<UUID, String> repeats;
  private final Map<UUID, String> created = new HashMap<>();
  private final Map<UUID, String> former;
  private final Map<UUID, String> current;

  /**
   * Creates the accounts of a batch, before its first event.
   *
   * @param known the accounts of iTwins in the directory
   * @param repeats the accounts of events that are stored already and change nothing, by event. An
   *     earlier try can have stored a deletion, so its account counts as removed before
   * @param former the accounts of iTwins that earlier transactions of the batch removed; gets those
   *     that this one removes
   */
  BatchAccounts(
      Map<UUID, String> known,
      Iterable<Event> events,
      Map<UUID, String> repeats,
      Map<UUID, String> former) {
    this.known = known;
    this.former = former;
    this.repeats = repeats;
    this.current = new HashMap<>(known);
    for (Event event : events) {
      if (DirectoryChanges.adds(event)) {
        created.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
      }
    }
  }

  /** Creates the accounts of a batch with what the local directory and the events' table hold. */
  static BatchAccounts of(
      List<Event> events, DirectoryTable iTwins, EventTable table, Map<UUID, String> former)
      throws SQLException {
    Set<UUID> iTwinIds =
        events.stream()
            .filter(event -> event.accountId().isEmpty() || DirectoryChanges.removes(event))
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    List<UUID> changing =
        events.stream()
            .filter(event -> DirectoryChanges.adds(event) || DirectoryChanges.removes(event))
            .map(Event::id)
            .toList();
    return new BatchAccounts(iTwins.accounts(iTwinIds), events, table.known(changing), former);
  }

  /** Returns the account of the next event, if it is known. */
  Optional<String> ofNext(Event event) {
    Optional<String> account = event.accountId().or(() -> event.iTwinId().map(this::find));
    if (repeats.containsKey(event.id())) {
      if (DirectoryChanges.removes(event)) {
        former.putIfAbsent(event.iTwinId().orElseThrow(), repeats.get(event.id()));
      }
      return account;
    }
    if (DirectoryChanges.adds(event)) {
      current.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
    } else if (DirectoryChanges.removes(event)) {
      UUID iTwin = event.iTwinId().orElseThrow();
      Optional.ofNullable(find(iTwin)).ifPresent(owner -> former.putIfAbsent(iTwin, owner));
      current.remove(iTwin);
    }
    return account;
  }

  private String find(UUID iTwin) {
    String before = known.getOrDefault(iTwin, former.getOrDefault(iTwin, created.get(iTwin)));
    return current.getOrDefault(iTwin, before);
  }
}
