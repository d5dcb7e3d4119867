package webhooks.domain.delivery.history.state;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.chart.PerWebhook;

/**
 * Reads the states of a page of webhooks: with one query the states, with another the numbers of
 * pending deliveries. Each call is a transaction.
 */
@Stateless
public class WebhookStateRepository {
  /** The maximum number of pending deliveries of one webhook that are counted. */
  static final int MAX_PENDING = 1000;

  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final String STATES =
      """
      select w.id, s.failures, s.since, s.last_time, s.last_error, s.last_cause, s.last_status,
        case when p.ends > w.paused_until or w.paused_until is null then p.ends
          else w.paused_until end as ends,
        exists (select 1 from account_hold h where h.account_id = w.account_id) as held
      from webhook w
      left join failure_streak s on s.webhook_id = w.id
      left join webhook_pause p on p.webhook_id = w.id and p.ends > current_timestamp
      where w.id = any(?)
      """;

  /**
   * Counts the deliveries of the present activation among the newest pending ones. Deliveries of
   * earlier activations are older. They are still to be cancelled, and may be many.
   */
  private static final PerWebhook PENDING =
      new PerWebhook(
          """
          select w.id, (select count(*) from
            (select activation from delivery_pending where webhook_id = {id}
              order by created desc, id desc fetch first %d rows only) d
            where w.active and d.activation = w.activation) as pending
          from webhook w where w.id = any(?)
          """
              .formatted(MAX_PENDING + 1));

  /** Most webhooks have no pending deliveries, and so no backlog to count. */
  private static final String WITH_PENDING =
      """
      select w.id from webhook w where w.id = any(?)
        and exists (select 1 from delivery_pending d where d.webhook_id = w.id)
      """;

  /** What keeps the deliveries of a webhook waiting, besides a pause by its owner. */
  private static final String HOLDS =
      """
      select (select p.ends from webhook_pause p where p.webhook_id = ?
          and p.ends > current_timestamp) as ends,
        exists (select 1 from account_hold h where h.account_id = ?) as held
      """;

  private Database database;

  /** Creates the bean, for the container. */
  public WebhookStateRepository() {}

  /** Creates the repository. */
  @Inject
  public WebhookStateRepository(Database database) {
    this.database = database;
  }

  /** Returns the states of these webhooks, without their pending deliveries. */
  public Map<UUID, WebhookState> uncounted(List<UUID> webhookIds) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(STATES)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      Map<UUID, WebhookState> states = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          states.put(SqlRows.uuid(rows, 1), uncounted(rows));
        }
      }
      return states;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the state of a webhook without its pending deliveries.
   *
   * @param row has the columns of a failure streak, the end of a pause as {@code ends}, and {@code
   *     held}
   */
  public static WebhookState uncounted(ResultSet row) throws SQLException {
    return new WebhookState(
        row.getInt("failures"),
        time(row, "since"),
        lastFailure(row),
        Optional.empty(),
        time(row, "ends"),
        row.getBoolean("held"));
  }

  /**
   * Returns how many pending deliveries of their present activation these webhooks have, up to a
   * bound for each.
   */
  public Map<UUID, DeliveryCount> pending(List<UUID> webhookIds) {
    if (webhookIds.isEmpty()) {
      return Map.of();
    }
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      Map<UUID, DeliveryCount> counts = new HashMap<>();
      webhookIds.forEach(id -> counts.put(id, new DeliveryCount(0, true)));
      PENDING.run(
          connection,
          database.dialect(),
          withPending(connection, webhookIds),
          PerWebhook.Parameters.NONE,
          row -> counts.put(SqlRows.uuid(row, 1), DeliveryCount.of(row.getLong(2), MAX_PENDING)));
      return counts;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static List<UUID> withPending(Connection connection, List<UUID> webhookIds)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WITH_PENDING)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      return SqlRows.uuids(select);
    }
  }

  /**
   * What keeps the deliveries of a webhook waiting, besides a pause by its owner.
   *
   * @param receiverPause the end of the pause that its receiver asked for, if one runs
   * @param held whether the deliveries of its account are held for a move
   */
  public record Holds(Optional<Instant> receiverPause, boolean held) {}

  /** Returns what keeps the deliveries of a webhook waiting, besides a pause by its owner. */
  public Holds holds(UUID webhookId, String accountId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(HOLDS)) {
      select.setObject(1, webhookId);
      select.setString(2, accountId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Holds(time(row, "ends"), row.getBoolean("held"));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Optional<LastFailure> lastFailure(ResultSet row) throws SQLException {
    Optional<AttemptError> error =
        Optional.ofNullable(row.getString("last_error")).map(AttemptError::of);
    if (error.isEmpty()) {
      return Optional.empty();
    }
    int statusCode = row.getInt("last_status");
    return Optional.of(
        new LastFailure(
            time(row, "last_time").orElseThrow(),
            statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode),
            error.get(),
            Optional.ofNullable(row.getString("last_cause")).flatMap(AttemptCause::of)));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
