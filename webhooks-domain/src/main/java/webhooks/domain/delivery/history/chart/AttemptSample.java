package webhooks.domain.delivery.history.chart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.database.QueryTime;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;

/** Reads the attempts of a sample of a webhook's deliveries, in one transaction. */
record AttemptSample(
    Connection connection, QueryTime time, UUID webhook, ChartWindow window, List<Instant> starts) {
  /** The maximum number of newest deliveries that are sampled in the whole period. */
  static final int SAMPLED = 1000;

  /** The same in each bucket: enough for a percentile, and little to read. */
  static final int SAMPLED_PER_BUCKET = 100;

  private static final String LATENCY =
      """
      select count(*) as attempts, count(a.error) as failed,
        percentile_disc(0.5) within group (order by a.duration_ms) as median,
        percentile_disc(0.95) within group (order by a.duration_ms) as percentile95
      from (%s) d join delivery_attempt a on a.delivery_id = d.id
      """
          .formatted(NewestDeliveries.sql(SAMPLED_PER_BUCKET));

  private static final String ANSWERS =
      """
      select a.status_code, a.error, count(*) as attempts
      from (%s) d join delivery_attempt a on a.delivery_id = d.id
      group by a.status_code, a.error order by 3 desc, 1, 2
      """
          .formatted(NewestDeliveries.sql(SAMPLED));

  private static final String TYPES =
      """
      select e.event_type, d.status, count(*) as deliveries
      from (%s) d join event e on e.id = d.event_id group by e.event_type, d.status
      """
          .formatted(NewestDeliveries.sql(SAMPLED));

  AttemptStatistics read() throws SQLException {
    return new AttemptStatistics(
        window, SAMPLED, SAMPLED_PER_BUCKET, buckets(), answers(), eventTypes());
  }

  private Instant end(Instant start) {
    return start.plus(window.bucket());
  }

  private PreparedStatement bind(PreparedStatement select, Instant since, Instant until)
      throws SQLException {
    time.check();
    NewestDeliveries.bind(select, 1, webhook, since, until);
    return select;
  }

  private void bindWholePeriod(PreparedStatement select) throws SQLException {
    bind(select, starts.get(0), end(starts.get(starts.size() - 1)));
  }

  private List<AttemptStatistics.Bucket> buckets() throws SQLException {
    List<AttemptStatistics.Bucket> buckets = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(LATENCY)) {
      for (Instant start : starts) {
        try (ResultSet row = bind(select, start, end(start)).executeQuery()) {
          row.next();
          buckets.add(bucket(start, row));
        }
      }
    }
    return buckets;
  }

  private static AttemptStatistics.Bucket bucket(Instant start, ResultSet row) throws SQLException {
    long attempts = row.getLong("attempts");
    Duration median = Duration.ofMillis(row.getLong("median"));
    Duration percentile95 = Duration.ofMillis(row.getLong("percentile95"));
    return new AttemptStatistics.Bucket(
        start,
        attempts,
        row.getLong("failed"),
        attempts == 0
            ? Optional.empty()
            : Optional.of(new DeliveryStatistics.Latency(median, percentile95)));
  }

  private List<AttemptStatistics.Answer> answers() throws SQLException {
    List<AttemptStatistics.Answer> answers = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ANSWERS)) {
      bindWholePeriod(select);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        int statusCode = rows.getInt("status_code");
        answers.add(
            new AttemptStatistics.Answer(
                statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode),
                Optional.ofNullable(rows.getString("error")).map(AttemptError::of),
                rows.getLong("attempts")));
      }
    }
    return answers;
  }

  private List<AttemptStatistics.TypeCount> eventTypes() throws SQLException {
    Map<String, AttemptStatistics.TypeCount> types = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(TYPES)) {
      bindWholePeriod(select);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        types
            .computeIfAbsent(
                rows.getString("event_type"),
                type -> new AttemptStatistics.TypeCount(type, StatusCounts.zeros()))
            .deliveries()
            .put(DeliveryStatus.of(rows.getInt("status")), rows.getLong("deliveries"));
      }
    }
    return types.values().stream()
        .sorted(
            Comparator.comparingLong(AttemptStatistics.TypeCount::total)
                .reversed()
                .thenComparing(AttemptStatistics.TypeCount::eventType))
        .toList();
  }
}
