package webhooks.domain.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventsStored;
import webhooks.domain.operational.WebhookOwner;

/**
 * Adds operational events to the reports of the alerts that they concern, in the transaction that
 * stores the events.
 *
 * <p>A report sums up the events of one kind about one webhook until a mail has it. So the number
 * of rows has a bound, however long no mail can be sent.
 */
@ApplicationScoped
public class AlertReports {
  /** The webhook of reports about the product. */
  static final UUID PRODUCT = new UUID(0, 0);

  /** The maximum number of alerts about the product that an event is added to: the oldest ones. */
  private static final int MAX_BACKLOG_ALERTS = 100;

  private static final String COLUMNS =
      "select id, account_id, client_id, webhook_id, alerts from alert";

  private static final String OF_ACCOUNTS =
      COLUMNS + " where confirmed is not null and account_id = any(?) order by id";

  private static final String OF_BACKLOG =
      COLUMNS
          + " where confirmed is not null and backlog order by id fetch first %d rows only"
              .formatted(MAX_BACKLOG_ALERTS);

  /** Locks in the order of ids, so that two nodes never wait for each other. */
  private static final String LOCK =
      "select id from alert where id = any(?) order by id for update";

  private static final String WAKE =
      """
      update alert set next_mail = case when pause_until > current_timestamp then pause_until
        else current_timestamp end
      where id = any(?)
      """;

  private static final String NEW =
      """
      select n.alert_id, n.webhook_id, n.event_type, n.events, current_timestamp,
        current_timestamp, n.content, current_timestamp
      from unnest(cast(? as uuid array), cast(? as uuid array), cast(? as varchar array),
        cast(? as integer array), cast(? as varchar array))
        as n(alert_id, webhook_id, event_type, events, content)
      """;

  private static final Upsert ADD =
      new Upsert(
          "alert_report",
          3,
          List.of(
              "alert_id",
              "webhook_id",
              "event_type",
              "events",
              "first_at",
              "last_at",
              "content",
              "not_before"),
          NEW,
          """
          events = alert_report.events + excluded.events,
          first_at = case when alert_report.events = 0 then excluded.first_at
            else alert_report.first_at end,
          last_at = excluded.last_at, content = excluded.content
          """);

  private Database database;

  /** An alert, as far as events need it. */
  private record Candidate(
      UUID id,
      String accountId,
      Optional<String> clientId,
      Optional<UUID> webhookId,
      List<AlertType> types) {

    boolean concerns(OperationalEvent event) {
      if (AlertType.ofEvent(event.eventType()).filter(types::contains).isEmpty()) {
        return false;
      }
      if (event.webhook().isEmpty()) {
        return true;
      }
      Optional<WebhookOwner> owner = event.webhook().get().owner();
      return owner.filter(of -> of.accountId().equals(accountId)).isPresent()
          && clientId.filter(client -> !client.equals(owner.get().clientId())).isEmpty()
          && webhookId.filter(id -> !id.equals(event.webhook().get().id())).isEmpty();
    }
  }

  /** The key of a row. */
  private record Key(UUID alertId, UUID webhookId, String eventType) {}

  /** The events of one row, of which the latest one has the content. */
  private record Sum(int events, String content) {
    Sum plus(Sum later) {
      return new Sum(events + later.events(), later.content());
    }
  }

  /** Creates the bean's proxy, for the container. */
  protected AlertReports() {}

  /** Creates the observer. */
  @Inject
  public AlertReports(Database database) {
    this.database = database;
  }

  /** Adds events to the reports of all alerts that they concern. */
  public void add(@Observes OperationalEventsStored stored) {
    List<OperationalEvent> events =
        stored.events().stream()
            .filter(event -> AlertType.ofEvent(event.eventType()).isPresent())
            .toList();
    if (events.isEmpty()) {
      return;
    }
    try (Connection connection = database.connection()) {
      Map<Key, Sum> sums = sums(events, candidates(connection, events));
      if (!sums.isEmpty()) {
        add(connection, sums);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static List<Candidate> candidates(Connection connection, List<OperationalEvent> events)
      throws SQLException {
    Object[] accounts =
        events.stream()
            .flatMap(event -> event.webhook().stream())
            .flatMap(webhook -> webhook.owner().stream())
            .map(WebhookOwner::accountId)
            .distinct()
            .toArray();
    List<Candidate> found = new ArrayList<>();
    if (accounts.length > 0) {
      try (PreparedStatement select = connection.prepareStatement(OF_ACCOUNTS)) {
        SqlArrays.set(select, 1, "varchar", accounts);
        read(select, found);
      }
    }
    if (events.stream().anyMatch(event -> event.webhook().isEmpty())) {
      try (PreparedStatement select = connection.prepareStatement(OF_BACKLOG)) {
        read(select, found);
      }
    }
    return found;
  }

  private static void read(PreparedStatement select, List<Candidate> found) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Candidate candidate =
            new Candidate(
                SqlRows.uuid(row, 1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(SqlRows.uuid(row, 4)),
                AlertRows.types(row.getString(5)));
        if (!found.contains(candidate)) {
          found.add(candidate);
        }
      }
    }
  }

  private static Map<Key, Sum> sums(List<OperationalEvent> events, List<Candidate> alerts) {
    Map<Key, Sum> sums =
        new TreeMap<>(
            Comparator.comparing(Key::alertId)
                .thenComparing(Key::webhookId)
                .thenComparing(Key::eventType));
    for (OperationalEvent event : events) {
      for (Candidate alert : alerts) {
        if (alert.concerns(event)) {
          Key key = new Key(alert.id(), event.webhookId().orElse(PRODUCT), event.eventType());
          sums.merge(key, new Sum(1, event.content()), Sum::plus);
        }
      }
    }
    return sums;
  }

  private void add(Connection connection, Map<Key, Sum> sums) throws SQLException {
    Object[] alerts = sums.keySet().stream().map(Key::alertId).distinct().toArray();
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement wake = connection.prepareStatement(WAKE);
        PreparedStatement add = connection.prepareStatement(database.dialect().upsert(ADD))) {
      SqlArrays.set(lock, 1, "uuid", alerts);
      // An alert may have been deleted since it was read. Its reports must not outlive it.
      List<UUID> locked = SqlRows.uuids(lock);
      sums.keySet().removeIf(key -> !locked.contains(key.alertId()));
      SqlArrays.set(wake, 1, "uuid", alerts);
      wake.executeUpdate();
      SqlArrays.set(add, 1, "uuid", sums.keySet().stream().map(Key::alertId).toArray());
      SqlArrays.set(add, 2, "uuid", sums.keySet().stream().map(Key::webhookId).toArray());
      SqlArrays.set(add, 3, "varchar", sums.keySet().stream().map(Key::eventType).toArray());
      SqlArrays.set(add, 4, "integer", sums.values().stream().map(Sum::events).toArray());
      SqlArrays.set(add, 5, "varchar", sums.values().stream().map(Sum::content).toArray());
      database.dialect().executeUpsert(add);
    }
  }
}
