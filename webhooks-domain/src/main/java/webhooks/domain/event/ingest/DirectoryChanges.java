package webhooks.domain.event.ingest;

import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.directory.PermissionRemoved;
import webhooks.domain.event.Event;
import webhooks.domain.webhook.deactivation.DirectoryDeactivations;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Collects the iTwins that a batch of events adds to the directory and removes from it.
 *
 * <p>The events count in their order of arrival. The changes are written once, after all events.
 */
final class DirectoryChanges {
  private static final String CREATED = "iTwins.iTwinCreated.v1";
  private static final String DELETED = "iTwins.iTwinDeleted.v1";

  private final SortedMap<UUID, String> added = new TreeMap<>();
  private final SortedSet<UUID> removed = new TreeSet<>();

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

  /** Returns whether the event's iTwin is its account. */
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
      added.remove(event.iTwinId().orElseThrow());
      removed.add(event.iTwinId().orElseThrow());
    }
  }

  /**
   * Writes the changes in the current transaction. Call this last, so that rows of iTwins and
   * webhooks are locked in the same order as by an administrator's change.
   *
   * @return the CDI event about the deactivated webhooks, for the caller to fire
   */
  WebhooksDeactivated write(DirectoryTable iTwins, DirectoryDeactivations webhooks)
      throws SQLException {
    List<PermissionRemoved> lost = iTwins.remove(removed);
    iTwins.add(added);
    return webhooks.deactivateAfter(removed, lost);
  }
}
