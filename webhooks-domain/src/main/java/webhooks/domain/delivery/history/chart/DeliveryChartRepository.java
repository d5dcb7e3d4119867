package webhooks.domain.delivery.history.chart;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.DeliveryStatus;

/** Reads the figures of charts from the database. Each call is a transaction. */
@Stateless
public class DeliveryChartRepository {
  /** The maximum number of deliveries of each status that a timeline counts. */
  static final int MAX_COUNTED = 100_000;

  /** The maximum of a single number. */
  static final int MAX_NUMBER = 10_000;

  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /** One query for each status, so that the index returns the rows in order. */
  private static final String NEWEST =
      "(select status, created from delivery where webhook_id = ? and status = %d and created >= ?"
          + " order by created desc, id desc fetch first "
          + MAX_COUNTED
          + " rows only)";

  /** Casts to double, because H2 divides decimal numbers with very many digits. */
  private static final String TIMELINE =
      """
      select status, bucket, count(*) as number, min(created) as oldest
      from (select status, created,
          cast(floor((cast(extract(epoch from created) as double precision)
            - cast(? as double precision)) / cast(? as double precision)) as integer) as bucket
        from (%s) newest) d
      group by status, bucket
      """
          .formatted(
              Stream.of(DeliveryStatus.values())
                  .map(status -> NEWEST.formatted(status.number()))
                  .collect(Collectors.joining(" union all ")));

  private static final String NUMBER =
      "(select id from delivery where webhook_id = ? and status = ? and created >= ?"
          + " and created < ? order by created, id fetch first "
          + (MAX_NUMBER + 1)
          + " rows only)";

  private Database database;

  /** Creates the bean, for the container. */
  public DeliveryChartRepository() {}

  /** Creates the repository. */
  @Inject
  public DeliveryChartRepository(Database database) {
    this.database = database;
  }

  /** Returns the deliveries of a webhook over time. */
  public DeliveryTimeline timeline(UUID webhook, ChartWindow window) {
    try (Connection connection = database.connection()) {
      List<DeliveryTimeline.Bucket> buckets =
          window.starts(now(connection)).stream()
              .map(start -> new DeliveryTimeline.Bucket(start, StatusCounts.zeros()))
              .toList();
      Optional<Instant> countedSince = fill(connection, webhook, window, buckets);
      DeliveryCount pending =
          count(connection, webhook, List.of(DeliveryStatus.PENDING), Instant.EPOCH, END);
      return new DeliveryTimeline(window, pending, countedSince, buckets);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Adds the counts to the buckets, and returns the time since which they are complete. */
  private static Optional<Instant> fill(
      Connection connection,
      UUID webhook,
      ChartWindow window,
      List<DeliveryTimeline.Bucket> buckets)
      throws SQLException {
    Instant since = buckets.get(0).start();
    Map<DeliveryStatus, Instant> oldest = new EnumMap<>(DeliveryStatus.class);
    Map<DeliveryStatus, Long> totals = StatusCounts.zeros();
    try (PreparedStatement select = connection.prepareStatement(TIMELINE)) {
      int index = 0;
      select.setDouble(++index, since.getEpochSecond());
      select.setDouble(++index, window.bucket().toSeconds());
      for (int i = 0; i < DeliveryStatus.values().length; i++) {
        select.setObject(++index, webhook);
        select.setObject(++index, utc(since));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          DeliveryStatus status = DeliveryStatus.of(rows.getInt("status"));
          long number = rows.getLong("number");
          // Rows may be newer than the time that the buckets were made for.
          int bucket = Math.min(rows.getInt("bucket"), buckets.size() - 1);
          buckets.get(bucket).deliveries().merge(status, number, Long::sum);
          totals.merge(status, number, Long::sum);
          Instant first = rows.getObject("oldest", OffsetDateTime.class).toInstant();
          oldest.merge(status, first, (a, b) -> a.isBefore(b) ? a : b);
        }
      }
    }
    return oldest.entrySet().stream()
        .filter(entry -> totals.get(entry.getKey()) >= MAX_COUNTED)
        .map(Map.Entry::getValue)
        .max(Instant::compareTo);
  }

  /** Returns how many deliveries a webhook has in a period. */
  public DeliveryCount count(
      UUID webhook,
      Collection<DeliveryStatus> statuses,
      Optional<Instant> since,
      Optional<Instant> until) {
    try (Connection connection = database.connection()) {
      return count(connection, webhook, statuses, since.orElse(Instant.EPOCH), until.orElse(END));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static DeliveryCount count(
      Connection connection,
      UUID webhook,
      Collection<DeliveryStatus> statuses,
      Instant since,
      Instant until)
      throws SQLException {
    String numbers =
        statuses.stream().map(status -> NUMBER).collect(Collectors.joining(" union all "));
    try (PreparedStatement select =
        connection.prepareStatement("select count(*) from (" + numbers + ") d")) {
      int index = 0;
      for (DeliveryStatus status : statuses) {
        select.setObject(++index, webhook);
        select.setInt(++index, status.number());
        select.setObject(++index, utc(since));
        select.setObject(++index, utc(until));
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return DeliveryCount.of(row.getLong(1), MAX_NUMBER);
      }
    }
  }

  /** Returns the latency, the answers and the event types of a webhook's attempts. */
  public AttemptStatistics attempts(UUID webhook, ChartWindow window) {
    try (Connection connection = database.connection()) {
      List<Instant> starts = window.starts(now(connection));
      return new AttemptSample(connection, webhook, window, starts).read();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select current_timestamp");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** Returns the time as JDBC takes it. */
  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
