package webhooks.domain.delivery.history;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.subscription.Subscription;

/** Reads the statistics of a webhook from the database, in one transaction. */
@Stateless
public class DeliveryStatisticsRepository {
  /** The number of latest deliveries of each status that the latency is computed from. */
  private static final int SAMPLED = 1000;

  private static final String SINCE =
      "created >= current_timestamp - cast(? as double precision) * interval '1' second";

  /** The condition names all statuses, so that the index by status and time is used. */
  private static final String COUNTS =
      "select status, count(*) from delivery where webhook_id = ? and status in (0, 1, 2, 3) and "
          + SINCE
          + " group by status";

  private static final String SAMPLE =
      "(select id from delivery where webhook_id = ? and status = %d and "
          + SINCE
          + " order by created desc, id desc fetch first %d rows only)";

  private static final String LATENCY =
      """
      select percentile_disc(0.5) within group (order by a.duration_ms) as median,
        percentile_disc(0.95) within group (order by a.duration_ms) as percentile95
      from (%s) d join attempt a on a.delivery_id = d.id
      """
          .formatted(
              Stream.of(DeliveryStatus.values())
                  .map(status -> SAMPLE.formatted(status.number(), SAMPLED))
                  .collect(Collectors.joining(" union all ")));

  private static final String STATE =
      """
      select
        (select min(created) from delivery d
          where webhook_id = w.id and status = 0 and %s) as oldest,
        (select failures from failure_streak where webhook_id = w.id) as failures,
        w.deactivation_reason, w.active, w.activation
      from webhook w
      where w.id = ?
      """
          .formatted(Subscription.DELIVERABLE);

  /**
   * This query runs for inactive webhooks only, because it reads every row of a backlog, which may
   * be long.
   */
  private static final String UNDELIVERED =
      """
      select count(*) as count, min(created) as since
      from delivery where webhook_id = ? and activation = ? and status in (0, 3)
      """;

  private Database database;

  /** Creates the bean, for the container. */
  public DeliveryStatisticsRepository() {}

  /** Creates the repository. */
  @Inject
  public DeliveryStatisticsRepository(Database database) {
    this.database = database;
  }

  /** Returns the statistics of a webhook. */
  public DeliveryStatistics of(UUID webhookId, StatisticsWindow window) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(STATE)) {
      select.setObject(1, webhookId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new DeliveryStatistics(
            window,
            counts(connection, webhookId, window),
            latency(connection, webhookId, window),
            time(row, "oldest"),
            row.getInt("failures"),
            Optional.ofNullable(row.getString("deactivation_reason")),
            row.getBoolean("active")
                ? Optional.empty()
                : undelivered(connection, webhookId, row.getLong("activation")));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Optional<DeliveryStatistics.Undelivered> undelivered(
      Connection connection, UUID webhookId, long activation) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(UNDELIVERED)) {
      select.setObject(1, webhookId);
      select.setLong(2, activation);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long count = row.getLong("count");
        return time(row, "since").map(since -> new DeliveryStatistics.Undelivered(count, since));
      }
    }
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Map<DeliveryStatus, Long> counts(
      Connection connection, UUID webhookId, StatisticsWindow window) throws SQLException {
    Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      counts.put(status, 0L);
    }
    try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
      select.setObject(1, webhookId);
      select.setDouble(2, window.length().toSeconds());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.put(DeliveryStatus.of(rows.getInt(1)), rows.getLong(2));
        }
      }
    }
    return counts;
  }

  private static Optional<DeliveryStatistics.Latency> latency(
      Connection connection, UUID webhookId, StatisticsWindow window) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LATENCY)) {
      int index = 0;
      for (int i = 0; i < DeliveryStatus.values().length; i++) {
        select.setObject(++index, webhookId);
        select.setDouble(++index, window.length().toSeconds());
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        Duration median = Duration.ofMillis(row.getLong("median"));
        return row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new DeliveryStatistics.Latency(
                    median, Duration.ofMillis(row.getLong("percentile95"))));
      }
    }
  }
}
