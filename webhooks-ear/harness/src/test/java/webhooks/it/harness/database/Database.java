package webhooks.it.harness.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.postgresql.PGProperty;
import webhooks.it.harness.Secrets;

/** Queries the product's database. No other class of the tests knows its tables. */
public final class Database {
  /** The user of all test databases. */
  public static final String USER = "postgres";

  /** PostgreSQL trusts local sessions, but the product needs a password setting. */
  public static final String PASSWORD = Secrets.random();

  private static final int LOGIN_SECONDS = 5;

  private static final List<String> STATUSES =
      List.of("pending", "succeeded", "exhausted", "cancelled");

  private static final String DELIVERIES =
      """
      SELECT d.id, d.status FROM delivery d JOIN event e ON e.id = d.event_id
      WHERE d.webhook_id = CAST(? AS uuid) AND e.message_id = CAST(? AS uuid)""";
  private static final String ATTEMPTS =
      """
      SELECT coalesce(CAST(status_code AS varchar), error) FROM delivery_attempt
      WHERE delivery_id = CAST(? AS uuid) ORDER BY number""";

  private static final String EVENTS_OF =
      "SELECT e.message_id FROM delivery d JOIN event e ON e.id = d.event_id"
          + " WHERE d.webhook_id IN (%s) AND %s";

  private static final String FAILED_ONCE =
      """
      SELECT 1 FROM event e JOIN delivery d ON d.event_id = e.id
      JOIN attempt a ON a.delivery_id = d.id
      WHERE e.message_id = CAST(? AS uuid) AND a.error IS NOT NULL""";

  private static final String TIMED_OUT = FAILED_ONCE + " AND a.error = 'timeout'";

  /** One row without values if the event has no delivery. */
  private static final String STATE =
      """
      SELECT 'delivery ' || d.id || ' status ' || d.status
        || coalesce(' due ' || d.due_at, '') || coalesce(' lease ' || d.lease, ''),
        (SELECT string_agg(coalesce(CAST(a.status_code AS varchar), a.error) || ' at ' || a.started,
          ', ' ORDER BY a.number) FROM delivery_attempt a WHERE a.delivery_id = d.id)
      FROM event e LEFT JOIN delivery d ON d.event_id = e.id WHERE e.message_id = CAST(? AS uuid)""";

  private static final String ENCRYPTED =
      """
      SELECT encode(callback_url, 'hex'), encode(secret, 'hex') FROM webhook
      WHERE id = CAST(? AS uuid)""";
  private static final String PREVIOUS_SECRET =
      """
      SELECT encode(previous_secret, 'hex') FROM webhook
      WHERE id = CAST(? AS uuid) AND previous_secret IS NOT NULL""";

  private static final String CORRUPT =
      """
      UPDATE webhook SET callback_url = decode(repeat('00', 40), 'hex')
      WHERE id = CAST(? AS uuid) RETURNING id""";

  private static final String WAITING_WRITES =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND (query ILIKE 'insert into webhook %' OR query LIKE '%update webhook_owner %'
          OR query LIKE 'update portal_session %')""";

  private final String url;

  public Database(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  /** Returns the database's URL with another port of this machine. */
  public String urlAt(int port) {
    return url.replaceFirst(":\\d+/", ":" + port + "/");
  }

  /**
   * Drops the partitions of finished deliveries, which must be empty. The next start of the product
   * adds those that fit its retention.
   */
  public void dropPartitions() {
    execute("select drop_history_partition(first_id) from history_partition");
  }

  /** Returns the number of pending deliveries of these webhooks. */
  public int pending(Collection<String> webhookIds) {
    return eventsOf(webhookIds, "status = 0").size();
  }

  /** Returns the ids of the events with a pending delivery to these webhooks. */
  public Set<String> pendingEvents(Collection<String> webhookIds) {
    return Set.copyOf(eventsOf(webhookIds, "status = 0"));
  }

  /** Returns the ids of the events with a delivery to these webhooks that a node has leased. */
  public Set<String> leasedEvents(Collection<String> webhookIds) {
    return Set.copyOf(eventsOf(webhookIds, "status = 0 AND lease IS NOT NULL"));
  }

  /** Returns the ids of the events whose delivery to these webhooks succeeded. */
  public Set<String> succeeded(Collection<String> webhookIds) {
    return Set.copyOf(eventsOf(webhookIds, "status = 1"));
  }

  private List<String> eventsOf(Collection<String> webhookIds, String condition) {
    String ids = "'" + String.join("','", webhookIds) + "'";
    return rows(EVENTS_OF.formatted(ids, condition)).stream().map(row -> row.get(0)).toList();
  }

  /** A delivery with its attempts, each as a status code or an error. */
  public record DeliveryRow(String id, String status, List<String> attempts) {}

  /** Returns the deliveries of one event to one webhook: at most one in a correct product. */
  public List<DeliveryRow> deliveries(String webhookId, UUID messageId) {
    List<DeliveryRow> found = new ArrayList<>();
    for (List<String> row : rows(DELIVERIES, webhookId, messageId.toString())) {
      List<String> attempts =
          rows(ATTEMPTS, row.get(0)).stream().map(attempt -> attempt.get(0)).toList();
      String status = STATUSES.get(Integer.parseInt(row.get(1)));
      found.add(new DeliveryRow(row.get(0), status, attempts));
    }
    return found;
  }

  /** Returns the ids of the events whose delivery to the webhook succeeded. */
  public Set<String> succeeded(String webhookId) {
    return succeeded(List.of(webhookId));
  }

  /** Returns whether an attempt to deliver the event is recorded as a time-out. */
  public boolean timedOut(String messageId) {
    return !rows(TIMED_OUT, messageId).isEmpty();
  }

  /** Returns whether an attempt to deliver the event is recorded as failed. */
  public boolean failedOnce(String messageId) {
    return !rows(FAILED_ONCE, messageId).isEmpty();
  }

  /** Returns, for an error message, what is stored of an event: its deliveries with attempts. */
  public String stateOf(UUID messageId) {
    List<List<String>> deliveries = rows(STATE, messageId.toString());
    return messageId + (deliveries.isEmpty() ? " is not stored" : " is stored, " + deliveries);
  }

  /** Moves the start of a webhook's failure streak back by this many hours. */
  public void ageFailureStreak(String webhookId, int hours) {
    rows(
        "UPDATE failure_streak SET since = since - "
            + hours
            + " * interval '1 hour' WHERE webhook_id = CAST(? AS uuid) RETURNING 1",
        webhookId);
  }

  /** Overwrites a webhook's URL so that no key decrypts it. */
  public void corrupt(String webhookId) {
    if (rows(CORRUPT, webhookId).size() != 1) {
      throw new IllegalStateException("There is no webhook " + webhookId);
    }
  }

  /** Returns the webhook's stored URL and secret in hex. */
  public List<String> encrypted(String webhookId) {
    return rows(ENCRYPTED, webhookId).get(0);
  }

  /** Returns the webhook's stored previous secret in hex. */
  public List<String> previousSecrets(String webhookId) {
    return rows(PREVIOUS_SECRET, webhookId).stream().map(row -> row.get(0)).toList();
  }

  /** Returns all values of all tables as text; bytes both in hex and as characters. */
  public String dump() {
    StringBuilder text = new StringBuilder();
    for (List<String> table :
        rows(
            "SELECT table_schema, table_name FROM information_schema.tables"
                + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")) {
      String name = '"' + table.get(0) + "\".\"" + table.get(1) + '"';
      text.append("-- ").append(name).append('\n');
      rows("SELECT * FROM " + name).forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  /** Runs statements in one session and returns the rows of the last one. */
  public List<String> execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      try (ResultSet result = statement.getResultSet()) {
        return result == null ? List.of() : read(result).stream().map(row -> row.get(0)).toList();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join(";\n", statements), e);
    }
  }

  /**
   * Connects to the primary. A member that hangs is passed over after a few seconds, but a
   * statement may take any time.
   */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, USER);
    PGProperty.PASSWORD.set(properties, PASSWORD);
    PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    PGProperty.SOCKET_TIMEOUT.set(properties, LOGIN_SECONDS);
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setNetworkTimeout(Runnable::run, 0);
    return connection;
  }

  /** Does work while an exclusive lock keeps other sessions from the table. */
  public <T> T withTableLocked(String table, Supplier<T> work) {
    return withLock(table, "access exclusive", work);
  }

  /** Does work while other sessions can read the table, and wait before they write to it. */
  public <T> T withWritesHeld(String table, Supplier<T> work) {
    return withLock(table, "share", work);
  }

  private <T> T withLock(String table, String mode, Supplier<T> work) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table " + table + " in " + mode + " mode");
      return work.get();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how many creations of webhooks, or exchanges of portal codes, wait for a lock. */
  public int waitingWrites() {
    return Integer.parseInt(rows(WAITING_WRITES).get(0).get(0));
  }

  private List<List<String>> rows(String sql, String... parameters) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<List<String>> read(ResultSet result) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(text(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes) + " " + new String(bytes, ISO_8859_1);
    }
    return value == null ? null : value.toString();
  }
}
