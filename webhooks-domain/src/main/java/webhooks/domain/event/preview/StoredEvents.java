package webhooks.domain.event.preview;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.queue.erase.ExpiredPayload;
import webhooks.domain.id.Ids;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.trace.TraceContext;

/** Reads stored events of an account or an iTwin. Each call is a transaction. */
@Stateless
public class StoredEvents {
  /** The maximum number of events of all accounts among which a preview looks for its own. */
  static final int MAX_EXAMINED = 100_000;

  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 20;

  private static final String COLUMNS = "select message_id, body, traceparent, tracestate";

  /** Events about webhooks are for the owner of the webhook, not for others of its scope. */
  private static final String PUBLISHED =
      " and event_type not like '" + EventTypes.OWN_PREFIX + "%%'";

  private static final String FIND =
      COLUMNS
          + ", id from event where message_id = ? and %s = ?"
          + PUBLISHED
          + " order by id desc fetch first 1 rows only";

  private static final String BOUND =
      "select id from event where id >= ? order by id desc offset "
          + (MAX_EXAMINED - 1)
          + " rows fetch first 1 rows only";
  private static final String SINCE =
      COLUMNS
          + " from event where id >= ? and %s = ? and octet_length(body) > 0"
          + PUBLISHED
          + " order by id desc";

  private Database database;
  private Duration maxTime;

  /** Creates the bean, for the container. */
  public StoredEvents() {}

  /** Creates the reader. */
  @Inject
  public StoredEvents(Database database) {
    this(database, MAX_TIME);
  }

  StoredEvents(Database database, Duration maxTime) {
    this.database = database;
    this.maxTime = maxTime;
  }

  /** Takes events one by one. */
  @FunctionalInterface
  interface Sink {
    void take(EventBody event);
  }

  /**
   * Returns the latest stored event of a message id in a scope. It has no bytes if it is erased, or
   * if the webhook may not show its payload any more.
   */
  public Optional<EventBody> find(
      UUID messageId, WebhookScope scope, String scopeId, UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(FIND.formatted(column(scope)))) {
      select.setObject(1, messageId);
      select.setString(2, scopeId);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        EventBody event = read(row);
        UUID id = SqlRows.uuid(row, 5);
        return Optional.of(
            ExpiredPayload.isOf(connection, webhookId, id) ? event.withBytes(null) : event);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Reads the events of a scope since a time that are not erased, the newest first, within bounds
   * of rows, bytes and time. Reads at least one event, if there is one.
   *
   * @return whether all of them were read
   * @throws DatabaseFailure also if a single query takes the whole time
   */
  public boolean read(Instant since, WebhookScope scope, String scopeId, Sink events) {
    try (Connection connection = database.connection();
        PreparedStatement bound = connection.prepareStatement(BOUND);
        PreparedStatement select = connection.prepareStatement(SINCE.formatted(column(scope)))) {
      QueryTime time = QueryTime.limit(connection, database.dialect(), maxTime);
      UUID first = Ids.firstOf(since);
      bound.setObject(1, first);
      Optional<UUID> later = SqlRows.uuids(bound).stream().findFirst();
      select.setObject(1, later.orElse(first));
      select.setString(2, scopeId);
      select.setFetchSize(FETCH_SIZE);
      return read(select, time, events) && later.isEmpty();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static boolean read(PreparedStatement select, QueryTime time, Sink events)
      throws SQLException {
    long bytes = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        EventBody event = read(rows);
        bytes += event.size();
        boolean isFirst = bytes == event.size();
        if (bytes > MAX_BYTES || !isFirst && time.isPassed()) {
          return false;
        }
        events.take(event);
      }
      return true;
    }
  }

  private static String column(WebhookScope scope) {
    return scope == WebhookScope.ACCOUNT ? "account_id" : "itwin_id";
  }

  private static EventBody read(ResultSet row) throws SQLException {
    return new EventBody(
        SqlRows.uuid(row, 1),
        row.getBytes(2),
        TraceContext.parse(row.getString(3), row.getString(4)),
        false);
  }
}
