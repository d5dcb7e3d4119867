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
import java.util.Collections;
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
          else w.paused_until end as ends
      from webhook w
      left join failure_streak s on s.webhook_id = w.id
      left join webhook_pause p on p.webhook_id = w.id and p.ends > current_timestamp
      where w.id = any(?)
      """;

  /**
   * Counts the deliveries of the present activation among the newest pending ones. Deliveries of
   * earlier activations are older. They are still to be cancelled, and may be many.
   */
  private static final String PENDING =
      """
      (select w.id, count(d.activation) from webhook w left join
        (select webhook_id, activation from delivery_pending where webhook_id = ?
          order by created desc, id desc fetch first %d rows only) d
        on d.webhook_id = w.id and w.active and d.activation = w.activation
      where w.id = ? group by w.id)
      """
          .formatted(MAX_PENDING + 1);

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
          states.put(
              SqlRows.uuid(rows, 1),
              new WebhookState(
                  rows.getInt("failures"),
                  time(rows, "since"),
                  lastFailure(rows),
                  Optional.empty(),
                  time(rows, "ends")));
        }
      }
      return states;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns how many pending deliveries of their present activation these webhooks have, up to a
   * bound for each.
   */
  public Map<UUID, DeliveryCount> pending(List<UUID> webhookIds) {
    if (webhookIds.isEmpty()) {
      return Map.of();
    }
    String sql = String.join(" union all ", Collections.nCopies(webhookIds.size(), PENDING));
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        int index = 0;
        for (UUID id : webhookIds) {
          select.setObject(++index, id);
          select.setObject(++index, id);
        }
        Map<UUID, DeliveryCount> counts = new HashMap<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            counts.put(SqlRows.uuid(rows, 1), DeliveryCount.of(rows.getLong(2), MAX_PENDING));
          }
        }
        return counts;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
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
