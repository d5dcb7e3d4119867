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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.NewDeliveries;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.id.Ids;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventDetection;
import webhooks.domain.operational.OperationalEventTable;
import webhooks.domain.page.Timestamps;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Concerned;
import webhooks.domain.subscription.Match;
import webhooks.domain.subscription.Observation;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.subscription.WebhookScope;

/**
 * Finds what operational events are to tell, and stores those about webhooks as events, with
 * deliveries to the other webhooks of the owner that are subscribed to them.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationalEventIngest {
  private static final int MAX = 500;

  private static final String WEBHOOKS =
      """
      select id, client_id, account_id, scope, scope_id, event_types from webhook
      where id = any(?) and not deleted
      """;

  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;

  /** The webhook that an event is about. */
  private record Subject(
      UUID id, String clientId, String accountId, Optional<UUID> iTwinId, Observation observation) {

    Concerned concerned(OperationalEvent operation) {
      return new Concerned(
          id, clientId, Optional.of(observation).filter(unused -> operation.isAboutFailures()));
    }
  }

  /** Creates the bean, for the container. */
  public OperationalEventIngest() {}

  /** Creates the use case. */
  @Inject
  public OperationalEventIngest(Database database, Subscriptions subscriptions, Settings settings) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.settings = settings;
  }

  /**
   * Does one round, unless a node has done one within the last two seconds.
   *
   * @return the webhooks whose backlog grew
   * @throws DatabaseFailure if nothing was stored
   */
  public Set<UUID> ingest() {
    Lease lease = Lease.starting(settings.delivery().lease());
    try (Connection connection = database.connection()) {
      OperationalEventDetection detection = new OperationalEventDetection(connection);
      if (!detection.takeTurn()) {
        return Set.of();
      }
      detection.detect();
      OperationalEventTable table = new OperationalEventTable(connection);
      List<OperationalEvent> operations = table.notIngested(MAX);
      if (operations.isEmpty()) {
        return Set.of();
      }
      table.setIngested(operations);
      return store(connection, operations, new NewDeliveries(lease, Slots.NONE));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private Set<UUID> store(
      Connection connection, List<OperationalEvent> operations, NewDeliveries deliveries)
      throws SQLException {
    subscriptions.refresh(connection);
    Map<UUID, Subject> subjects = subjects(connection, operations);
    Map<EventRow, List<Match>> matched = new LinkedHashMap<>();
    for (OperationalEvent operation : operations) {
      Subject subject = operation.webhookId().map(subjects::get).orElse(null);
      if (subject != null) {
        EventRow row =
            EventRow.of(event(operation, subject), subject.accountId(), Optional.empty());
        List<Match> matches =
            subscriptions
                .matcher()
                .match(row.matched().about(subject.concerned(operation)))
                .toList();
        if (!matches.isEmpty()) {
          matched.put(row, matches);
        }
      }
    }
    new EventTable(connection, database.dialect()).insert(matched.keySet());
    matched.forEach(
        (row, matches) ->
            matches.forEach(
                match ->
                    deliveries.add(
                        match.webhook(), match.webhook().activation(), row.id(), row.sent())));
    deliveries.insert(connection);
    return deliveries.withBacklog();
  }

  private static Event event(OperationalEvent operation, Subject subject) {
    return new Event(
        operation.id(),
        operation.eventType(),
        Optional.of(subject.accountId()),
        subject.iTwinId(),
        new EventPayload(
            operation.content().getBytes(StandardCharsets.UTF_8),
            Timestamps.utcMillis(operation.created())));
  }

  private static Map<UUID, Subject> subjects(
      Connection connection, List<OperationalEvent> operations) throws SQLException {
    Object[] ids = operations.stream().flatMap(one -> one.webhookId().stream()).toArray();
    Map<UUID, Subject> subjects = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(WEBHOOKS)) {
      SqlArrays.set(select, 1, "uuid", ids);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID id = SqlRows.uuid(row, 1);
          boolean ofITwin = row.getString(4).equals(WebhookScope.ITWIN.text());
          subjects.put(
              id,
              new Subject(
                  id,
                  row.getString(2),
                  row.getString(3),
                  ofITwin ? Ids.parse(row.getString(5)) : Optional.empty(),
                  Observation.of(List.of(row.getString(6).split(" ")))));
        }
      }
    }
    return subjects;
  }
}
