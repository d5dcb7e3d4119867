package webhooks.domain.event.ingest;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.delivery.queue.NewDeliveries;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.id.Ids;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventTable;
import webhooks.domain.operational.OperationalEventsStored;
import webhooks.domain.page.Timestamps;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.AboutWebhook;
import webhooks.domain.subscription.Candidates;
import webhooks.domain.subscription.Matches;
import webhooks.domain.subscription.Observation;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.subscription.WebhookScope;

/**
 * Stores operational events about webhooks as events, with deliveries to other webhooks of the
 * owner that are subscribed to them.
 *
 * <p>All nodes do this, and none waits for another one. An owner may have very many webhooks that
 * match, so each event goes to at most ten of them, and a transaction stores few events. An event
 * without a matching webhook, or about the product itself, is only marked as handled.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationalEventIngest {
  /** The maximum number of webhooks that an event goes to: the oldest ones that match. */
  static final int MAX_RECEIVERS = 10;

  /** The maximum number of events in a transaction. */
  static final int MAX_EVENTS = 50;

  private static final String WEBHOOKS =
      """
      select id, client_id, account_id, scope, scope_id, event_types from webhook
      where id = any(?) and not deleted
      """;

  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;
  private jakarta.enterprise.event.Event<Object> cdiEvents;

  /** The current state of the webhook that an event is about. */
  private record ReportedWebhook(
      UUID id, String clientId, String accountId, Optional<UUID> iTwinId, Observation observation) {

    AboutWebhook about(OperationalEvent event) {
      return new AboutWebhook(
          id, clientId, Optional.of(observation).filter(unused -> event.isAboutFailures()));
    }
  }

  /**
   * The result of a transaction.
   *
   * @param withBacklog the webhooks whose backlog grew
   * @param mayHaveMore whether there may be more events to store
   */
  public record Batch(Set<UUID> withBacklog, boolean mayHaveMore) {}

  /** Creates the bean, for the container. */
  public OperationalEventIngest() {}

  /** Creates the use case. */
  @Inject
  public OperationalEventIngest(
      Database database,
      Subscriptions subscriptions,
      Settings settings,
      jakarta.enterprise.event.Event<Object> cdiEvents) {
    this.cdiEvents = cdiEvents;
    this.database = database;
    this.subscriptions = subscriptions;
    this.settings = settings;
  }

  /**
   * Stores the oldest operational events that are not stored as events yet.
   *
   * @throws DatabaseFailure if nothing was stored
   */
  public Batch ingest() {
    Lease lease = Lease.starting(settings.delivery().lease());
    try (Connection connection = database.connection()) {
      OperationalEventTable table = new OperationalEventTable(connection, database.dialect());
      List<OperationalEvent> events = table.notIngested(MAX_EVENTS);
      if (events.isEmpty()) {
        return new Batch(Set.of(), false);
      }
      table.setIngested(events);
      cdiEvents.fire(new OperationalEventsStored(events));
      return new Batch(store(connection, events, lease), events.size() == MAX_EVENTS);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private Set<UUID> store(Connection connection, List<OperationalEvent> events, Lease lease)
      throws SQLException {
    subscriptions.refresh(connection);
    Map<UUID, ReportedWebhook> webhooks = webhooks(connection, events);
    EventTable table = new EventTable(connection, database.dialect());
    // None of these can be a repeat: their ids are new.
    KnownEvents known = table.known(List.of(), settings.deduplication());
    Map<EventRow, Matches> matched = new LinkedHashMap<>();
    EventsFiltered filtered = new EventsFiltered();
    for (OperationalEvent event : events) {
      ReportedWebhook webhook = event.webhookId().map(webhooks::get).orElse(null);
      if (webhook != null) {
        EventRow row =
            EventRow.of(event(event, webhook), webhook.accountId(), known, Optional.empty());
        Candidates candidates = subscriptions.candidates(row.matched().about(webhook.about(event)));
        Matches matches = subscriptions.decide(connection, candidates);
        filtered.add(matches.filtered());
        if (!matches.accepted().isEmpty() || !matches.undecided().isEmpty()) {
          matched.put(row, matches);
        }
      }
    }
    table.insert(matched.keySet(), known);
    NewDeliveries deliveries = new NewDeliveries(lease, Slots.NONE, known.ids(), subscriptions);
    matched.forEach((row, matches) -> addDeliveries(row, matches, deliveries));
    deliveries.insert(connection);
    if (!filtered.isEmpty()) {
      cdiEvents.fire(filtered);
    }
    return deliveries.withBacklog();
  }

  /** Sorts by id, because ids of webhooks begin with the time of their creation. */
  private static void addDeliveries(EventRow row, Matches matches, NewDeliveries deliveries) {
    Stream.concat(matches.accepted().stream(), matches.undecided().stream())
        .sorted(Comparator.comparing(match -> match.webhook().webhookId()))
        .limit(MAX_RECEIVERS)
        .forEach(
            match -> {
              Subscription webhook = match.webhook();
              if (matches.undecided().contains(match)) {
                deliveries.addUndecided(webhook, webhook.activation(), row.id());
              } else {
                deliveries.add(webhook, webhook.activation(), row.id(), row.eventBody());
              }
            });
  }

  private static Event event(OperationalEvent event, ReportedWebhook webhook) {
    return new Event(
        event.id(),
        event.eventType(),
        Optional.of(webhook.accountId()),
        webhook.iTwinId(),
        new EventPayload(
            event.content().getBytes(StandardCharsets.UTF_8),
            Timestamps.utcMillis(event.created())));
  }

  private static Map<UUID, ReportedWebhook> webhooks(
      Connection connection, List<OperationalEvent> events) throws SQLException {
    Object[] ids = events.stream().flatMap(one -> one.webhookId().stream()).toArray();
    Map<UUID, ReportedWebhook> webhooks = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(WEBHOOKS)) {
      SqlArrays.set(select, 1, "uuid", ids);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID id = SqlRows.uuid(row, 1);
          boolean ofITwin = row.getString(4).equals(WebhookScope.ITWIN.text());
          webhooks.put(
              id,
              new ReportedWebhook(
                  id,
                  row.getString(2),
                  row.getString(3),
                  ofITwin ? Ids.parse(row.getString(5)) : Optional.empty(),
                  Observation.of(List.of(row.getString(6).split(" ")))));
        }
      }
    }
    return webhooks;
  }
}
