package webhooks.domain.delivery.history.chart;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.StatusTable;

/** Reads the figures of charts from the database. Each call is a transaction. */
@Stateless
public class DeliveryChartRepository {
  /** The maximum number of newest deliveries that a timeline counts. */
  private static final int MAX_COUNTED = 100_000;

  /** The maximum number of deliveries that a count of deliveries examines. */
  static final int MAX_NUMBER = 10_000;

  /** The time that the queries of one chart may take. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * Numbers the deliveries from the newest on, one more than are counted. Casts to double, because
   * H2 divides decimal numbers with very many digits.
   */
  private static final String TIMELINE =
      """
      select status, bucket, number > %1$d as uncounted, count(*) as deliveries,
        min(created) as oldest
      from (select status, created,
          row_number() over (order by created desc, id desc) as number,
          cast(floor((cast(extract(epoch from created) as double precision)
            - cast(? as double precision)) / cast(? as double precision)) as integer) as bucket
        from (%2$s) newest) d
      group by status, bucket, number > %1$d
      """;

  private static final String NUMBER =
      "(%s and created >= ?"
          + " and created < ? and id >= ? and id < ? order by created, id fetch first "
          + (MAX_NUMBER + 1)
          + " rows only)";

  private static final String OF_ALL_TYPES = "select count(*), count(*) from (%s) d";

  private static final String OF_TYPE =
      "select count(*), count(case when e.event_type = ? then 1 end) from (%s) d"
          + " left join event e on e.id = d.event_id";

  /** The period in which deliveries were created: its start, included, and its end, excluded. */
  private record Period(Instant since, Instant until) {}

  private final String timelineSql;
  private Database database;

  /** Creates the bean, for the container. */
  public DeliveryChartRepository() {
    this(null);
  }

  /** Creates the repository. */
  @Inject
  public DeliveryChartRepository(Database database) {
    this(database, MAX_COUNTED);
  }

  /** Creates a repository that counts fewer deliveries in a timeline, for tests. */
  DeliveryChartRepository(Database database, int maxCounted) {
    this.database = database;
    timelineSql = TIMELINE.formatted(maxCounted, NewestDeliveries.withoutEvents(maxCounted + 1));
  }

  /** Returns the deliveries of a webhook over time. */
  public DeliveryTimeline timeline(UUID webhook, ChartWindow window) {
    try (Connection connection = database.connection()) {
      QueryTime time = limit(connection);
      List<DeliveryTimeline.Bucket> buckets =
          window.starts(SqlRows.now(connection)).stream()
              .map(start -> new DeliveryTimeline.Bucket(start, StatusCounts.zeros()))
              .toList();
      Optional<Instant> countedSince = fill(connection, webhook, window, buckets);
      time.check();
      DeliveryCount pending =
          count(
              connection,
              webhook,
              List.of(DeliveryStatus.PENDING),
              Optional.empty(),
              new Period(Instant.EPOCH, END));
      return new DeliveryTimeline(window, pending, countedSince, buckets);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private QueryTime limit(Connection connection) throws SQLException {
    return QueryTime.limit(connection, database.dialect(), MAX_TIME);
  }

  /**
   * Adds the counts to the buckets, and returns the time of the oldest counted delivery if the
   * period has earlier ones.
   */
  private Optional<Instant> fill(
      Connection connection,
      UUID webhook,
      ChartWindow window,
      List<DeliveryTimeline.Bucket> buckets)
      throws SQLException {
    Instant since = buckets.get(0).start();
    Instant oldest = END;
    boolean complete = true;
    try (PreparedStatement select = connection.prepareStatement(timelineSql)) {
      select.setDouble(1, since.getEpochSecond());
      select.setDouble(2, window.bucket().toSeconds());
      // Rows may be newer than the time that the buckets were made for.
      NewestDeliveries.bind(select, 3, webhook, since, END);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean("uncounted")) {
            complete = false;
            continue;
          }
          int bucket = Math.min(rows.getInt("bucket"), buckets.size() - 1);
          buckets
              .get(bucket)
              .deliveries()
              .merge(
                  DeliveryStatus.of(rows.getInt("status")), rows.getLong("deliveries"), Long::sum);
          Instant first = rows.getObject("oldest", OffsetDateTime.class).toInstant();
          oldest = first.isBefore(oldest) ? first : oldest;
        }
      }
    }
    return complete ? Optional.empty() : Optional.of(oldest);
  }

  /**
   * Returns how many deliveries a webhook has in a period.
   *
   * @param eventType the only type that is counted, among as many deliveries as for all types;
   *     empty for all types
   */
  public DeliveryCount count(
      UUID webhook,
      Collection<DeliveryStatus> statuses,
      Optional<String> eventType,
      Optional<Instant> since,
      Optional<Instant> until) {
    try (Connection connection = database.connection()) {
      limit(connection);
      Period period = new Period(since.orElse(Instant.EPOCH), until.orElse(END));
      return count(connection, webhook, statuses, eventType, period);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static DeliveryCount count(
      Connection connection,
      UUID webhook,
      Collection<DeliveryStatus> statuses,
      Optional<String> eventType,
      Period period)
      throws SQLException {
    String numbers =
        statuses.stream()
            .map(status -> NUMBER.formatted(StatusTable.select(status, "event_id")))
            .collect(Collectors.joining(" union all "));
    String count = (eventType.isPresent() ? OF_TYPE : OF_ALL_TYPES).formatted(numbers);
    try (PreparedStatement select = connection.prepareStatement(count)) {
      int index = 0;
      if (eventType.isPresent()) {
        select.setString(++index, eventType.get());
      }
      for (int i = 0; i < statuses.size(); i++) {
        select.setObject(++index, webhook);
        select.setObject(++index, utc(period.since()));
        select.setObject(++index, utc(period.until()));
        select.setObject(++index, NewestDeliveries.firstId(period.since()));
        select.setObject(++index, NewestDeliveries.endId(period.until()));
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        DeliveryCount examined = DeliveryCount.of(row.getLong(1), MAX_NUMBER);
        return new DeliveryCount(Math.min(row.getLong(2), examined.count()), examined.complete());
      }
    }
  }

  /** Returns the latency, the answers and the event types of a webhook's attempts. */
  public AttemptStatistics attempts(UUID webhook, ChartWindow window) {
    try (Connection connection = database.connection()) {
      QueryTime time = limit(connection);
      List<Instant> starts = window.starts(SqlRows.now(connection));
      return new AttemptSample(connection, time, webhook, window, starts).read();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the time as JDBC takes it. */
  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
