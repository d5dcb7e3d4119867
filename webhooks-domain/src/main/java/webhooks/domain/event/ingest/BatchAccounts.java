package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.event.Event;

/**
 * Finds the account of each event of a batch: the account that the event names, or the account of
 * its iTwin at the event's place in the batch.
 *
 * <p>An event may come before the event that creates its iTwin, or after the event that deletes it.
 * It then belongs to the account in the directory; else to the account that the iTwin had when the
 * batch deleted it; else to the first account that the batch creates it with. A batch may need
 * several transactions, so the caller passes the accounts of deleted iTwins from one to the next.
 */
final class BatchAccounts {
  private final KnownEvents stored;
  private final Map<UUID, String> deletedBefore;
  private final Map<UUID, String> current;
  private final Map<UUID, String> former;
  private final Map<UUID, String> created = new HashMap<>();

  private BatchAccounts(
      List<Event> events, Map<UUID, String> known, KnownEvents stored, Map<UUID, String> former) {
    this.stored = stored;
    this.deletedBefore = deletedBefore(events, stored);
    this.current = new HashMap<>(known);
    this.former = former;
    for (Event event : events) {
      if (DirectoryChanges.adds(event)) {
        created.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
      }
    }
  }

  /**
   * Starts before the first event of a batch. Reads the accounts of its iTwins from the directory.
   *
   * @param stored the stored events that the events of the batch may repeat
   * @param former the accounts of the iTwins that earlier transactions of the batch deleted. The
   *     accounts of the iTwins that this transaction deletes are added to it
   */
  static BatchAccounts of(
      List<Event> events, DirectoryTable iTwins, KnownEvents stored, Map<UUID, String> former)
      throws SQLException {
    Set<UUID> iTwinIds =
        events.stream()
            .filter(event -> event.accountId().isEmpty() || DirectoryChanges.removes(event))
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    return new BatchAccounts(events, iTwins.accounts(iTwinIds), stored, former);
  }

  /**
   * Returns the accounts of iTwins whose deletion is already stored, for example by an earlier try
   * of the batch. The accounts are read from the stored events.
   *
   * <p>Such an event may have named another account than the iTwin's. So an iTwin is left out if
   * its events have different accounts, or the iTwin itself as the account.
   */
  private static Map<UUID, String> deletedBefore(List<Event> events, KnownEvents stored) {
    Map<UUID, Set<String>> accounts = new HashMap<>();
    for (Event event : events) {
      if (DirectoryChanges.removes(event)) {
        UUID iTwin = event.iTwinId().orElseThrow();
        stored
            .originalOf(event)
            .filter(repeated -> repeated.iTwin().equals(iTwin.toString()))
            .ifPresent(
                repeated ->
                    accounts
                        .computeIfAbsent(iTwin, unused -> new HashSet<>())
                        .add(repeated.accountId()));
      }
    }
    Map<UUID, String> certain = new HashMap<>();
    accounts.forEach(
        (iTwin, named) -> {
          String account = named.iterator().next();
          if (named.size() == 1 && !account.equals(iTwin.toString())) {
            certain.put(iTwin, account);
          }
        });
    return certain;
  }

  /**
   * Returns the account of the next event, if it is known. If the event creates or deletes its
   * iTwin, this affects the accounts of later events.
   */
  Optional<String> ofNext(Event event) {
    Optional<String> account = event.accountId().or(() -> event.iTwinId().map(this::find));
    boolean isRepeat = stored.originalOf(event).isPresent();
    if (DirectoryChanges.removes(event)) {
      UUID iTwin = event.iTwinId().orElseThrow();
      if (isRepeat) {
        Optional.ofNullable(deletedBefore.get(iTwin))
            .ifPresent(owner -> former.putIfAbsent(iTwin, owner));
      } else {
        delete(iTwin, event.accountId());
      }
    } else if (DirectoryChanges.adds(event) && !isRepeat) {
      current.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
    }
    return account;
  }

  private void delete(UUID iTwin, Optional<String> named) {
    String owner = find(iTwin);
    if (owner != null && !DirectoryChanges.namesAnother(iTwin, named, owner)) {
      former.put(iTwin, owner);
      current.remove(iTwin);
    }
  }

  private String find(UUID iTwin) {
    return current.getOrDefault(iTwin, former.getOrDefault(iTwin, created.get(iTwin)));
  }
}
