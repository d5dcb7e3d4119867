package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.directory.PermissionRemoved;
import webhooks.domain.event.Event;
import webhooks.domain.webhook.deactivation.DirectoryDeactivations;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Collects the iTwins that a batch of events adds to the directory and removes from it.
 *
 * <p>The events apply in their order of arrival. The changes are written once, after all events.
 */
final class DirectoryChanges {
  private static final String CREATED = "iTwins.iTwinCreated.v1";
  private static final String DELETED = "iTwins.iTwinDeleted.v1";

  private static final Logger LOG = Logger.getLogger(DirectoryChanges.class.getName());

  /** The accounts that iTwins had before the batch, for deletions that name an account. */
  private final Map<UUID, String> accountsBefore;

  private final SortedMap<UUID, String> added = new TreeMap<>();
  private final SortedSet<UUID> removed = new TreeSet<>();
  private final SortedSet<UUID> kept = new TreeSet<>();

  private DirectoryChanges(Map<UUID, String> accountsBefore) {
    this.accountsBefore = accountsBefore;
  }

  /** Starts without changes. The caller then passes each of these events to {@link #add}. */
  static DirectoryChanges of(Collection<EventRow> events, DirectoryTable iTwins)
      throws SQLException {
    Set<UUID> deleted =
        events.stream()
            .map(EventRow::event)
            .filter(event -> removes(event) && event.accountId().isPresent())
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    return new DirectoryChanges(iTwins.accounts(deleted));
  }

  /** Returns whether the event adds its iTwin to the directory, unless the iTwin is known. */
  static boolean adds(Event event) {
    return event.eventType().equals(CREATED)
        && event.iTwinId().isPresent()
        && event.accountId().isPresent();
  }

  /** Returns whether the event reports that its iTwin was deleted. */
  static boolean removes(Event event) {
    return event.eventType().equals(DELETED) && event.iTwinId().isPresent();
  }

  /** Returns whether the event is about its account itself, which is an iTwin with the same id. */
  static boolean isOfAccount(EventRow event) {
    return event
        .event()
        .iTwinId()
        .filter(iTwin -> iTwin.toString().equals(event.accountId()))
        .isPresent();
  }

  /** Adds the changes of the next event. */
  void add(Event event) {
    if (adds(event)) {
      added.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
    } else if (removes(event)) {
      remove(event.iTwinId().orElseThrow(), event.accountId());
    }
  }

  /** Removes an iTwin, unless the event names another account than the iTwin's. */
  private void remove(UUID iTwin, Optional<String> named) {
    // The account at this point of the batch: a removed iTwin has one if it was added again.
    String account = removed.contains(iTwin) ? null : accountsBefore.get(iTwin);
    account = account == null ? added.get(iTwin) : account;
    if (account != null && namesAnother(iTwin, named, account)) {
      kept.add(iTwin);
      return;
    }
    added.remove(iTwin);
    removed.add(iTwin);
  }

  /**
   * Returns whether the event that reports an iTwin's deletion names another account than the
   * iTwin's, and so changes nothing. It may name the iTwin itself: an account is an iTwin too.
   */
  static boolean namesAnother(UUID iTwin, Optional<String> named, String account) {
    return named.filter(id -> !id.equals(account) && !id.equals(iTwin.toString())).isPresent();
  }

  /**
   * Writes the changes in the current transaction. Call this last, so that rows of iTwins and
   * webhooks are locked in the same order as by an administrator's change.
   *
   * @return the CDI event about the deactivated webhooks, for the caller to fire
   */
  WebhooksDeactivated write(DirectoryTable iTwins, DirectoryDeactivations webhooks)
      throws SQLException {
    if (!kept.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} iTwins stay in the directory, such as {1}: the events that report their deletion"
              + " name another account",
          new Object[] {kept.size(), kept.first()});
    }
    List<PermissionRemoved> lost = iTwins.remove(removed);
    iTwins.add(added);
    return webhooks.deactivateAfter(removed, lost);
  }
}
