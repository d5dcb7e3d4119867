package webhooks.domain.event.ingest;

import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.delivery.queue.NewDeliveries;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Match;
import webhooks.domain.subscription.Matches;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DirectoryDeactivations;

/**
 * Inserts events with their deliveries, and makes their changes of the directory, in the caller's
 * transaction.
 *
 * @param matches the webhooks of the events
 * @param cdiEvents reports the webhooks that are deactivated, and filtered events
 */
record EventInsertion(
    Connection connection,
    Dialect dialect,
    BatchMatches matches,
    Settings settings,
    Event<Object> cdiEvents) {

  /**
   * Inserts rows and their deliveries, and makes their changes of the directory.
   *
   * @return the ids of the inserted rows; another transaction has stored the others
   */
  Set<UUID> insert(List<EventRow> rows, KnownEvents known, NewDeliveries deliveries)
      throws SQLException {
    Set<UUID> ids = new EventTable(connection, dialect).insert(rows, known);
    List<EventRow> inserted = inserted(rows, ids);
    DirectoryTable iTwins = new DirectoryTable(connection, dialect);
    DirectoryChanges changes = DirectoryChanges.of(inserted, iTwins);
    EventsFiltered filtered = new EventsFiltered();
    // Deliveries are inserted in the order of arrival, so they are sent in about this order.
    for (EventRow event : inserted) {
      addDeliveries(event, deliveries);
      filtered.add(matches.of(event).filtered());
      if (deliveries.areMany()) {
        deliveries.insert(connection);
      }
      changes.add(event.event());
    }
    deliveries.insert(connection);
    if (!filtered.isEmpty()) {
      cdiEvents.fire(filtered);
    }
    if (settings.remoteAccessControl().isEmpty()) {
      DirectoryDeactivations webhooks =
          new DirectoryDeactivations(connection, settings.accountScopeNeedsMaintainer());
      cdiEvents.fire(changes.write(iTwins, webhooks));
    }
    return ids;
  }

  /** Returns the rows with these ids. */
  static List<EventRow> inserted(List<EventRow> rows, Set<UUID> ids) {
    return rows.stream().filter(row -> ids.contains(row.id())).toList();
  }

  private void addDeliveries(EventRow event, NewDeliveries deliveries) {
    EventBody body = event.eventBody();
    Matches found = matches.of(event);
    for (Match match : found.accepted()) {
      deliveries.add(match.webhook(), activation(event, match), event.id(), body);
    }
    for (Match match : found.undecided()) {
      deliveries.addUndecided(match.webhook(), activation(event, match), event.id());
    }
  }

  /**
   * Returns the activation of a delivery. It is {@link Subscription#ANY_ACTIVATION} if the event
   * itself may deactivate the webhook, because the webhook gets this event all the same.
   */
  private long activation(EventRow event, Match match) {
    return DirectoryChanges.removes(event.event())
            && (match.scope() == WebhookScope.ITWIN || endsPermissionOnAccount(event))
        ? Subscription.ANY_ACTIVATION
        : match.webhook().activation();
  }

  private boolean endsPermissionOnAccount(EventRow event) {
    return settings.remoteAccessControl().isEmpty()
        && settings.accountScopeNeedsMaintainer()
        && DirectoryChanges.isOfAccount(event);
  }
}
