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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filtered.FilteredEvents;
import webhooks.domain.subscription.Subscription;

/** Reads the statistics of a webhook from the database, in one transaction. */
@Stateless
public class DeliveryStatisticsRepository {
  /** The number of latest deliveries that the latency is computed from. */
  private static final int SAMPLED = 1000;

  private static final String SINCE =
      "created >= current_timestamp - cast(? as double precision) * interval '1' second";

  /** The longest backlog of a throttled webhook whose end is estimated. */
  private static final int MAX_DRAINED = 100_000;

  /** The maximum number of deliveries of each status that are counted. */
  static final int MAX_COUNTED = 10_000;

  /** The time that the queries may take. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /** Returns a query for the newest deliveries of a status. The index returns them in order. */
  private static String newest(DeliveryStatus status, int max) {
    return "("
        + StatusTable.select(status, "id, status, created")
        + " and "
        + SINCE
        + " order by created desc, id desc fetch first "
        + max
        + " rows only)";
  }

  private static final String COUNTS =
      "select status, count(*) from (%s) d group by status"
          .formatted(ofEachStatus(MAX_COUNTED + 1));

  private static final String SAMPLE =
      "select id from (%s) newest order by created desc, id desc fetch first %d rows only"
          .formatted(ofEachStatus(SAMPLED), SAMPLED);

  private static final String PENDING =
      "select count(*) from (select 1 as one from delivery_pending d where d.webhook_id = ? and "
          + Subscription.DELIVERABLE
          + " fetch first "
          + (MAX_DRAINED + 1)
          + " rows only) p";

  private static final String STATE =
      """
      select
        (select min(created) from delivery_pending d
          where webhook_id = w.id and %s) as oldest,
        s.failures, s.since as failing_since,
        w.deactivation_reason, w.active, w.activation, r.recovered, r.payload_erased, r.finished,
        t.requests_per_second as rate, greatest(t.next_at, current_timestamp) as next_request
      from webhook w left join recovery r on r.webhook_id = w.id
      left join failure_streak s on s.webhook_id = w.id
      left join webhook_throttle t on t.webhook_id = w.id and w.throttled
      where w.id = ?
      """
          .formatted(Subscription.DELIVERABLE);

  /**
   * The number of rows of each status among which the oldest undelivered delivery is looked for.
   */
  private static final int MAX_EXAMINED = 10 * MAX_COUNTED;

  private static String examined(DeliveryStatus status, String order, int max) {
    return "(%s order by created %s, id %2$s fetch first %d rows only)"
        .formatted(StatusTable.select(status, "activation, created"), order, max);
  }

  /**
   * Counts from the newest row, because the deliveries of the latest activation are the newest.
   * This query runs for inactive webhooks only. Their backlog may be long, so it reads a bounded
   * part of it.
   */
  private static final String UNDELIVERED =
      "select count(*) as count, min(created) as since from ("
          + examined(DeliveryStatus.PENDING, "desc", MAX_COUNTED)
          + " union all "
          + examined(DeliveryStatus.CANCELLED, "desc", MAX_COUNTED)
          + ") d where activation = ?";

  /** Runs only if there may be undelivered deliveries that {@link #UNDELIVERED} does not count. */
  private static final String OLDEST_UNDELIVERED =
      "select min(created) as since from ("
          + examined(DeliveryStatus.PENDING, "asc", MAX_EXAMINED)
          + " union all "
          + examined(DeliveryStatus.CANCELLED, "asc", MAX_EXAMINED)
          + ") d where activation = ?";

  private static String ofEachStatus(int max) {
    return Stream.of(DeliveryStatus.values())
        .map(status -> newest(status, max))
        .collect(Collectors.joining(" union all "));
  }

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
      QueryTime time = QueryTime.limit(connection, database.dialect(), MAX_TIME);
      select.setObject(1, webhookId);
      Map<DeliveryStatus, Long> counts = counts(connection, webhookId, window);
      time.check();
      Optional<DeliveryStatistics.Latency> latency = latency(connection, webhookId, window);
      time.check();
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new DeliveryStatistics(
            window,
            bounded(counts),
            counts.values().stream().allMatch(count -> count <= MAX_COUNTED),
            latency,
            time(row, "oldest"),
            row.getInt("failures"),
            time(row, "failing_since"),
            Optional.ofNullable(row.getString("deactivation_reason")),
            row.getBoolean("active")
                ? Optional.empty()
                : undelivered(connection, webhookId, row.getLong("activation")),
            recovery(row),
            FilteredEvents.count(connection, webhookId, window.length()),
            row.getDouble("rate") > 0 ? drainsAt(connection, webhookId, row) : Optional.empty());
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Optional<Instant> drainsAt(Connection connection, UUID webhookId, ResultSet state)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PENDING)) {
      select.setObject(1, webhookId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long pending = row.getLong(1);
        long millis = (long) (pending * 1000 / state.getDouble("rate"));
        return pending == 0 || pending > MAX_DRAINED
            ? Optional.empty()
            : time(state, "next_request").map(next -> next.plusMillis(millis));
      }
    }
  }

  private static Optional<RecoveryProgress> recovery(ResultSet row) throws SQLException {
    long recovered = row.getLong("recovered");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new RecoveryProgress(
                recovered, row.getLong("payload_erased"), row.getBoolean("finished")));
  }

  private static Optional<DeliveryStatistics.Undelivered> undelivered(
      Connection connection, UUID webhookId, long activation) throws SQLException {
    try (PreparedStatement select = undelivered(connection, UNDELIVERED, webhookId, activation);
        ResultSet row = select.executeQuery()) {
      row.next();
      long count = row.getLong("count");
      Optional<Instant> since = time(row, "since");
      if (count >= MAX_COUNTED) {
        Optional<Instant> oldest = oldest(connection, webhookId, activation);
        since = oldest.isPresent() ? oldest : since;
      }
      return since.map(start -> new DeliveryStatistics.Undelivered(count, start));
    }
  }

  private static Optional<Instant> oldest(Connection connection, UUID webhookId, long activation)
      throws SQLException {
    try (PreparedStatement select =
            undelivered(connection, OLDEST_UNDELIVERED, webhookId, activation);
        ResultSet row = select.executeQuery()) {
      row.next();
      return time(row, "since");
    }
  }

  private static PreparedStatement undelivered(
      Connection connection, String sql, UUID webhookId, long activation) throws SQLException {
    PreparedStatement select = connection.prepareStatement(sql);
    select.setObject(1, webhookId);
    select.setObject(2, webhookId);
    select.setLong(3, activation);
    return select;
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Map<DeliveryStatus, Long> bounded(Map<DeliveryStatus, Long> counts) {
    Map<DeliveryStatus, Long> bounded = new EnumMap<>(counts);
    bounded.replaceAll((status, count) -> Math.min(count, MAX_COUNTED));
    return bounded;
  }

  /** Returns the number of deliveries of each status, at most one more than are counted. */
  private static Map<DeliveryStatus, Long> counts(
      Connection connection, UUID webhookId, StatisticsWindow window) throws SQLException {
    Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      counts.put(status, 0L);
    }
    try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
      bind(select, webhookId, window);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.put(DeliveryStatus.of(rows.getInt(1)), rows.getLong(2));
        }
      }
    }
    return counts;
  }

  /** Sets the parameters of the newest deliveries of each status. */
  private static void bind(PreparedStatement select, UUID webhookId, StatisticsWindow window)
      throws SQLException {
    int index = 0;
    for (int i = 0; i < DeliveryStatus.values().length; i++) {
      select.setObject(++index, webhookId);
      select.setDouble(++index, window.length().toSeconds());
    }
  }

  private static Optional<DeliveryStatistics.Latency> latency(
      Connection connection, UUID webhookId, StatisticsWindow window) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SAMPLE)) {
      bind(select, webhookId, window);
      List<Integer> durations = new ArrayList<>();
      SampledAttempt.read(
          connection, SqlRows.uuids(select), attempt -> durations.add(attempt.milliseconds()));
      return DeliveryStatistics.Latency.of(durations);
    }
  }
}
