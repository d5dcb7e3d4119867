package webhooks.domain.delivery.history.explain;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.EnqueuedTime;
import webhooks.domain.delivery.history.explain.StoredDelivery.AttemptSummary;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.revision.ExplainedWebhook;

/** Reads what an explanation needs from the database. Each call is a transaction. */
@Stateless
public class ExplanationRepository {
  /** The number of events with one message id that are read, the newest ones. */
  static final int MAX_EVENTS = 100;

  /** The number of attempts that are read. */
  static final int MAX_ATTEMPTS = 20;

  /**
   * Reads all partitions: a moved account may have events of the default partition. In the order of
   * ids alone, PostgreSQL could read all events by their primary key.
   */
  private static final String EVENTS =
      "select e.id, e.account_id, e.event_type, e.itwin_id, e.created, "
          + EnqueuedTime.TAIL
          + " as tail from event e where e.message_id = ? %s order by e.created desc, e.id desc"
          + " fetch first "
          + MAX_EVENTS
          + " rows only";

  private static final String OF_WEBHOOK = "and (e.account_id = ? or e.itwin_id = ?)";

  /** The ids of an event and of its deliveries begin with the same time. */
  private static final String DELIVERY =
      """
      select d.id, d.status, d.created, d.attempts, %1$s as deliverable,
        exists (select 1 from delivery_finished f where f.id = d.id and f.payload_erased) as erased,
        case when d.status = 0 and d.lease is null and %1$s then d.due_at end as next_attempt
      from delivery d where d.webhook_id = ? and d.event_id = ? and d.id >= ? and d.id < ?
      """
          .formatted(Subscription.DELIVERABLE);

  private static final String ATTEMPTS =
      "select started, duration_ms, status_code, error, cause from delivery_attempt"
          + " where delivery_id = ? order by number desc fetch first "
          + MAX_ATTEMPTS
          + " rows only";

  private static final String BODY = "select body from event where id = ?";

  private static final String IS_OF_OWNER =
      "select 1 from webhook where id = ? and client_id = ? and account_id = ?";

  private static final String OF_ACCOUNT =
      """
      select id, created from webhook where account_id = ? and (cast(? as varchar) is null or client_id = ?)
        and not deleted and created <= ? and (created, id) < (?, ?)
      order by created desc, id desc fetch first %d rows only
      """;

  private static final Pattern ABOUT =
      Pattern.compile("\"webhookId\":\"(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\"");

  private Database database;

  /** Creates the bean, for the container. */
  public ExplanationRepository() {}

  /** Creates the repository. */
  @Inject
  public ExplanationRepository(Database database) {
    this.database = database;
  }

  /**
   * Returns the events with a message id of which the webhook may have a delivery, or the caller
   * may know, the newest one first. Leaves out others, so that neither their number nor the time of
   * the answer discloses them.
   */
  public List<StoredEvent> events(UUID messageId, ExplainedWebhook webhook) {
    boolean all = webhook.visible().all();
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(EVENTS.formatted(all ? "" : OF_WEBHOOK))) {
      select.setObject(1, messageId);
      if (!all) {
        select.setString(2, webhook.owner().accountId());
        select.setString(3, webhook.settings().scopeId());
      }
      List<StoredEvent> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(event(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    String eventType = row.getString("event_type");
    byte[] tail = Optional.ofNullable(row.getBytes("tail")).orElse(new byte[0]);
    return new StoredEvent(
        row.getObject("id", UUID.class),
        row.getString("account_id"),
        eventType,
        row.getString("itwin_id"),
        EnqueuedTime.text(tail),
        time(row, "created").orElseThrow(),
        EventTypes.OWN.contains(eventType) ? about(tail) : Optional.empty());
  }

  /** Returns the webhook that an operational event names first. Such an event is short. */
  private static Optional<UUID> about(byte[] tail) {
    Matcher named = ABOUT.matcher(new String(tail, StandardCharsets.UTF_8));
    return named.find() ? Ids.parse(named.group(1)) : Optional.empty();
  }

  /** Returns the delivery of an event to a webhook, if there is one. */
  public Optional<StoredDelivery> delivery(UUID webhookId, UUID eventId) {
    Instant time = Ids.timeOf(eventId);
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(DELIVERY)) {
      select.setObject(1, webhookId);
      select.setObject(2, eventId);
      select.setObject(3, Ids.firstOf(time));
      select.setObject(4, Ids.firstOf(time.plusMillis(1)));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(delivery(connection, row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static StoredDelivery delivery(Connection connection, ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new StoredDelivery(
        id,
        DeliveryStatus.of(row.getInt("status")),
        time(row, "created").orElseThrow(),
        row.getInt("attempts"),
        row.getBoolean("deliverable"),
        row.getBoolean("erased"),
        time(row, "next_attempt"),
        attempts(connection, id));
  }

  private static List<AttemptSummary> attempts(Connection connection, UUID delivery)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ATTEMPTS)) {
      select.setObject(1, delivery);
      List<AttemptSummary> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int statusCode = rows.getInt("status_code");
          found.add(
              new AttemptSummary(
                  time(rows, "started").orElseThrow(),
                  Duration.ofMillis(rows.getInt("duration_ms")),
                  statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode),
                  Optional.ofNullable(rows.getString("error")).map(AttemptError::of),
                  Optional.ofNullable(rows.getString("cause")).flatMap(AttemptCause::of)));
        }
      }
      return found;
    }
  }

  /** Returns the stored body of an event; empty if it is erased. */
  public Optional<byte[]> body(UUID eventId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(BODY)) {
      select.setObject(1, eventId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.ofNullable(row.getBytes(1)).filter(body -> body.length > 0)
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the newest webhooks of an account before a cursor, as cursors.
   *
   * @param clientId the only client whose webhooks are returned; empty for all
   */
  public List<Cursor> webhooks(
      String accountId, Optional<String> clientId, Cursor before, int max) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(OF_ACCOUNT.formatted(max))) {
      select.setString(1, accountId);
      select.setString(2, clientId.orElse(null));
      select.setString(3, clientId.orElse(null));
      OffsetDateTime created = before.created().atOffset(ZoneOffset.UTC);
      select.setObject(4, created);
      select.setObject(5, created);
      select.setObject(6, before.id());
      List<Cursor> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Cursor(time(rows, "created").orElseThrow(), rows.getObject("id", UUID.class)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns whether another webhook has the same owner. */
  public boolean isOfOwner(UUID other, ExplainedWebhook.Owning owner) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(IS_OF_OWNER)) {
      select.setObject(1, other);
      select.setString(2, owner.clientId());
      select.setString(3, owner.accountId());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the database's time. */
  public Instant now() {
    try (Connection connection = database.connection()) {
      return SqlRows.now(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
