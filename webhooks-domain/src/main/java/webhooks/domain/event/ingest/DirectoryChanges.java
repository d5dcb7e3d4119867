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
 * What a batch of events comes to in the directory of iTwins: which are entered and which are gone
 * when all of it has happened, in the order of arrival.
 */
final class DirectoryChanges {
  private static final String CREATED = "iTwins.iTwinCreated.v1";
  private static final String DELETED = "iTwins.iTwinDeleted.v1";

  private final SortedMap<UUID, String> entered = new TreeMap<>();
  private final SortedSet<UUID> removed = new TreeSet<>();

  /** Returns whether the event enters its iTwin, should that be unknown. */
  static boolean enters(Event event) {
    return event.eventType().equals(CREATED)
        && event.iTwinId().isPresent()
        && event.accountId().isPresent();
  }

  /** Returns whether the event says that its iTwin is gone. */
  static boolean removes(Event event) {
    return event.eventType().equals(DELETED) && event.iTwinId().isPresent();
  }

  /** Returns whether the event's iTwin is its account, whose id tokens may write in either case. */
  static boolean isOfAccount(EventRow event) {
    return event
        .event()
        .iTwinId()
        .filter(iTwin -> iTwin.toString().equalsIgnoreCase(event.accountId()))
        .isPresent();
  }

  /** Adds what an event changes, after those added before. */
  void add(Event event) {
    if (enters(event)) {
      entered.putIfAbsent(event.iTwinId().orElseThrow(), event.accountId().orElseThrow());
    } else if (removes(event)) {
      entered.remove(event.iTwinId().orElseThrow());
      removed.add(event.iTwinId().orElseThrow());
    }
  }

  /**
   * Makes the changes in the transaction of the tables, after everything else: the rows of iTwins
   * and of webhooks are locked in the order in which an administrator's change locks them.
   *
   * @return the CDI event about the deactivated webhooks, for the caller to fire
   */
  WebhooksDeactivated make(DirectoryTable iTwins, DirectoryDeactivations webhooks)
      throws SQLException {
    List<PermissionRemoved> lost = iTwins.remove(removed);
    iTwins.enter(entered);
    return webhooks.deactivateAfter(removed, lost);
  }
}
