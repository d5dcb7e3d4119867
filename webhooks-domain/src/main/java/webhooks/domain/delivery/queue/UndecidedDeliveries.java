package webhooks.domain.delivery.queue;

import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.option.selection.SelectionRefusal;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/**
 * Decides about deliveries whose webhook's selection could not be read at intake ({@link
 * DeliveryRules#UNDECIDED}), in the transaction of a claim. They wait in the backlog until the
 * options can be read. So no event is lost, and none is sent that a filter drops.
 */
record UndecidedDeliveries(
    Connection connection, Subscriptions subscriptions, Event<Object> events) {
  private static final String EVENT_TYPES = "select id, event_types from webhook where id = any(?)";
  private static final String ACCEPT =
      "update delivery_pending set attempts_before = 0 where id = any(?) and attempts_before = "
          + DeliveryRules.UNDECIDED;
  private static final String DROP = "delete from delivery_pending where id = any(?)";
  private static final String DROP_ENDED =
      "delete from delivery_pending d where id = any(?) and attempts_before = "
          + DeliveryRules.UNDECIDED
          + " and not "
          + Subscription.DELIVERABLE;

  /** Deletes undecided deliveries whose activation has ended. */
  static void deleteEnded(Connection connection, List<PendingRow> rows) throws SQLException {
    QueueTable.update(connection, DROP_ENDED, ClaimDecisions.ids(rows));
  }

  /**
   * Removes the deliveries of events that a selection refuses from the claim and from the database.
   * Leaves out of the claim the deliveries whose options are not in memory any more, because this
   * claim has loaded the options of very many webhooks.
   *
   * @param bodies the bodies by event id
   */
  void decide(ClaimDecisions decisions, Map<UUID, EventBody> bodies) throws SQLException {
    if (decisions.leased.stream().noneMatch(PendingRow::isUndecided)) {
      return;
    }
    Map<UUID, Selection> selections = selections(decisions.leased);
    decisions.leaseOnly(row -> !row.isUndecided() || selections.containsKey(row.webhookId()));
    List<PendingRow> undecided = decisions.leased.stream().filter(PendingRow::isUndecided).toList();
    Map<UUID, Set<String>> types = eventTypes(ClaimDecisions.counts(undecided).keySet());
    List<UUID> accepted = new ArrayList<>();
    Set<UUID> refused = new HashSet<>();
    EventsFiltered filtered = new EventsFiltered();
    for (PendingRow row : undecided) {
      Optional<SelectionRefusal> refusal =
          refusal(
              selections.get(row.webhookId()),
              bodies.get(row.eventId()),
              types.getOrDefault(row.webhookId(), Set.of()));
      if (refusal.isEmpty()) {
        accepted.add(row.id());
      } else {
        refused.add(row.id());
        filtered.add(refusal.get().isFiltered() ? List.of(row.webhookId()) : List.of());
      }
    }
    QueueTable.update(connection, ACCEPT, accepted);
    QueueTable.update(connection, DROP, List.copyOf(refused));
    decisions.drop(row -> refused.contains(row.id()));
    if (!filtered.isEmpty()) {
      events.fire(filtered);
    }
  }

  /** An event that an operator has deleted is refused by no selection; its attempt fails. */
  private static Optional<SelectionRefusal> refusal(
      Selection selection, EventBody body, Set<String> eventTypes) {
    return Optional.ofNullable(body.bytes())
        .flatMap(bytes -> selection.refusedBy(SelectedEvent.ofStored(bytes), eventTypes));
  }

  /** Returns the selections of the webhooks with undecided rows whose options are in memory. */
  private Map<UUID, Selection> selections(List<PendingRow> rows) {
    Map<UUID, Selection> found = new HashMap<>();
    rows.stream()
        .filter(PendingRow::isUndecided)
        .map(PendingRow::webhookId)
        .distinct()
        .forEach(
            id ->
                subscriptions
                    .find(id)
                    .flatMap(subscriptions::withOptions)
                    .map(SendableWebhook::options)
                    .ifPresent(options -> found.put(id, options.selection())));
    return found;
  }

  private Map<UUID, Set<String>> eventTypes(Set<UUID> webhookIds) throws SQLException {
    Map<UUID, Set<String>> types = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(EVENT_TYPES)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          types.put(SqlRows.uuid(rows, 1), Set.of(rows.getString(2).split(" ")));
        }
      }
    }
    return types;
  }
}
