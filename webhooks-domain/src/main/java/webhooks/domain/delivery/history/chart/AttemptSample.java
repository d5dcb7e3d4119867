package webhooks.domain.delivery.history.chart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.SampledAttempt;

/**
 * Reads the attempts of a sample of a webhook's deliveries, in one transaction. First it reads the
 * ids of the deliveries, and then what belongs to these ids: a join would read the whole retention.
 */
record AttemptSample(
    Connection connection, QueryTime time, UUID webhook, ChartWindow window, List<Instant> starts) {
  /** The maximum number of newest deliveries that are sampled in the whole period. */
  static final int SAMPLED = 1000;

  /** The same in each bucket: enough for a percentile, and little to read. */
  static final int SAMPLED_PER_BUCKET = 100;

  private static final String OF_BUCKET = NewestDeliveries.withoutEvents(SAMPLED_PER_BUCKET);
  private static final String OF_PERIOD = NewestDeliveries.sql(SAMPLED);
  private static final String TYPES = "select id, event_type from event where id = any(?)";

  /** A delivery among the newest of the period. */
  private record Newest(UUID id, UUID event, DeliveryStatus status) {}

  AttemptStatistics read() throws SQLException {
    Map<Instant, List<UUID>> ofBuckets = ofBuckets();
    List<Newest> newest = newest();
    Set<UUID> sampled = new HashSet<>();
    ofBuckets.values().forEach(sampled::addAll);
    newest.forEach(delivery -> sampled.add(delivery.id()));
    time.check();
    Map<UUID, List<SampledAttempt>> attempts = new HashMap<>();
    SampledAttempt.read(
        connection,
        sampled,
        attempt ->
            attempts.computeIfAbsent(attempt.delivery(), id -> new ArrayList<>()).add(attempt));
    time.check();
    return new AttemptStatistics(
        window,
        SAMPLED,
        SAMPLED_PER_BUCKET,
        ofBuckets.entrySet().stream()
            .map(bucket -> bucket(bucket.getKey(), of(bucket.getValue(), attempts)))
            .toList(),
        answers(of(newest.stream().map(Newest::id).toList(), attempts)),
        eventTypes(newest));
  }

  private Instant end(Instant start) {
    return start.plus(window.bucket());
  }

  private Map<Instant, List<UUID>> ofBuckets() throws SQLException {
    Map<Instant, List<UUID>> deliveries = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(OF_BUCKET)) {
      for (Instant start : starts) {
        time.check();
        NewestDeliveries.bind(select, 1, webhook, start, end(start));
        deliveries.put(start, SqlRows.uuids(select));
      }
    }
    return deliveries;
  }

  private List<Newest> newest() throws SQLException {
    time.check();
    List<Newest> deliveries = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(OF_PERIOD)) {
      Instant until = end(starts.get(starts.size() - 1));
      NewestDeliveries.bind(select, 1, webhook, starts.get(0), until);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          deliveries.add(
              new Newest(
                  SqlRows.uuid(rows, 1), SqlRows.uuid(rows, 2), DeliveryStatus.of(rows.getInt(3))));
        }
      }
    }
    return deliveries;
  }

  private static List<SampledAttempt> of(
      Collection<UUID> deliveries, Map<UUID, List<SampledAttempt>> attempts) {
    return deliveries.stream()
        .flatMap(delivery -> attempts.getOrDefault(delivery, List.of()).stream())
        .toList();
  }

  private static AttemptStatistics.Bucket bucket(Instant start, List<SampledAttempt> attempts) {
    return new AttemptStatistics.Bucket(
        start,
        attempts.size(),
        attempts.stream().filter(attempt -> attempt.error().isPresent()).count(),
        DeliveryStatistics.Latency.of(
            attempts.stream().map(SampledAttempt::milliseconds).toList()));
  }

  private static List<AttemptStatistics.Answer> answers(List<SampledAttempt> attempts) {
    record Kind(OptionalInt statusCode, Optional<String> error) {}
    return attempts.stream()
        .collect(
            Collectors.groupingBy(
                attempt -> new Kind(attempt.statusCode(), attempt.error()), Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            kind ->
                new AttemptStatistics.Answer(
                    kind.getKey().statusCode(),
                    kind.getKey().error().map(AttemptError::of),
                    kind.getValue()))
        .sorted(
            Comparator.comparingLong(AttemptStatistics.Answer::attempts)
                .reversed()
                .thenComparingInt(answer -> answer.statusCode().orElse(Integer.MAX_VALUE))
                .thenComparing(answer -> answer.error().map(AttemptError::text).orElse("")))
        .toList();
  }

  private List<AttemptStatistics.TypeCount> eventTypes(List<Newest> newest) throws SQLException {
    Map<UUID, String> typeOf = typesOf(newest.stream().map(Newest::event).distinct().toArray());
    Map<String, AttemptStatistics.TypeCount> counts = new HashMap<>();
    for (Newest delivery : newest) {
      // An event may be gone before its deliveries.
      Optional.ofNullable(typeOf.get(delivery.event()))
          .map(
              type ->
                  counts.computeIfAbsent(
                      type, each -> new AttemptStatistics.TypeCount(each, StatusCounts.zeros())))
          .ifPresent(count -> count.deliveries().merge(delivery.status(), 1L, Long::sum));
    }
    return counts.values().stream()
        .sorted(
            Comparator.comparingLong(AttemptStatistics.TypeCount::total)
                .reversed()
                .thenComparing(AttemptStatistics.TypeCount::eventType))
        .toList();
  }

  private Map<UUID, String> typesOf(Object[] events) throws SQLException {
    Map<UUID, String> types = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(TYPES)) {
      SqlArrays.set(select, 1, "uuid", events);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          types.put(SqlRows.uuid(rows, 1), rows.getString(2));
        }
      }
    }
    return types;
  }
}
