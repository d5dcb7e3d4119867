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
 * The accounts of the events of a batch: the account that an event names, or the account of its
 * iTwin when it happened.
 *
 * <p>An event may come before the event that creates its iTwin, or after the event that deletes it.
 * It then belongs to the account in the directory; else to the account that the iTwin had when the
 * batch deleted it; else to the first account that the batch creates it with. A batch may need
 * several transactions, so it remembers the accounts of the iTwins that it deletes.
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
   * Creates the accounts of a batch, before its first event, with what the local directory and the
   * events' table hold.
   *
   * @param stored the events that those of the batch may repeat
   * @param former the accounts of the iTwins that earlier transactions of the batch deleted; gets
   *     those that this one deletes
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
   * Returns the accounts of the iTwins that an earlier try deleted, by its events that are stored.
   *
   * <p>Such an event may have named another account than the iTwin's. So an iTwin is left out if
   * the events disagree, or if its event names the iTwin itself.
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
   * Returns the account of the next event, if it is known. Changes the accounts of later events if
   * this one creates or deletes its iTwin.
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
