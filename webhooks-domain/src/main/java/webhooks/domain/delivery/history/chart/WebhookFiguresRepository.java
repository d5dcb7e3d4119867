package webhooks.domain.delivery.history.chart;

import static webhooks.domain.delivery.history.chart.DeliveryChartRepository.utc;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filtered.FilteredEvents;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.SampledAttempt;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.history.StatusTable;

/**
 * Reads the figures of a page of webhooks, with few queries for all of them. Each figure comes from
 * a bounded number of rows of each webhook. Each call is a transaction.
 */
@Stateless
public class WebhookFiguresRepository {
  /** The maximum number of newest deliveries of each status that are counted for a webhook. */
  static final int MAX_COUNTED = 2_000;

  /** The maximum number of pending deliveries of a webhook that are counted. */
  static final int MAX_PENDING = 1_000;

  /** The number of newest deliveries of a webhook that its latency is computed from. */
  private static final int SAMPLED = 100;

  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final PerWebhook COUNTS =
      new PerWebhook(
          """
          select w.id, d.status, d.bucket, count(*) as deliveries, min(d.created) as oldest
          from webhook w cross join {lateral} (
            select status, created, cast(floor((cast(extract(epoch from created) as double precision)
              - cast(? as double precision)) / cast(? as double precision)) as integer) as bucket
            from (%s) newest) d
          where w.id = any(?) group by w.id, d.status, d.bucket
          """
              .formatted(newest("status, created", MAX_COUNTED)));

  private static final PerWebhook SAMPLE =
      new PerWebhook(
          """
          select w.id, d.id as delivery
          from webhook w cross join {lateral} (select id from (%s) newest
            order by created desc, id desc fetch first %d rows only) d
          where w.id = any(?)
          """
              .formatted(newest("id, created", SAMPLED), SAMPLED));

  /**
   * Makes PostgreSQL read in the order of an index. Otherwise it reads all deliveries of a webhook
   * in the window, and sorts them.
   */
  private static final String IN_ORDER_OF_THE_INDEX =
      "set local enable_seqscan = off; set local enable_bitmapscan = off;"
          + " set local enable_sort = off";

  /**
   * Reads the pending deliveries of the present activation, which are the newest. The oldest one is
   * looked for among a bounded number too, because deliveries of earlier activations that are still
   * to be cancelled come before it.
   */
  private static final PerWebhook PENDING =
      new PerWebhook(
          """
          select w.id, (select count(*) from
              (select activation from delivery_pending where webhook_id = {id}
                order by created desc, id desc fetch first %1$d rows only) d
              where w.active and d.activation = w.activation) as pending,
            (select min(d.created) from
              (select activation, created from delivery_pending where webhook_id = {id}
                order by created, id fetch first %1$d rows only) d
              where w.active and d.activation = w.activation) as oldest
          from webhook w where w.id = any(?)
          """
              .formatted(MAX_PENDING + 1));

  private Database database;

  /** Creates the bean, for the container. */
  public WebhookFiguresRepository() {}

  /** Creates the repository. */
  @Inject
  public WebhookFiguresRepository(Database database) {
    this.database = database;
  }

  /** Returns a query for the newest deliveries of each status since a time. */
  private static String newest(String columns, int max) {
    return Stream.of(DeliveryStatus.values())
        .map(
            status ->
                "(%s and created >= ? and id >= ? order by created desc, id desc fetch first %d rows only)"
                    .formatted(
                        StatusTable.select(status, columns)
                            .replace("webhook_id = ?", "webhook_id = {id}"),
                        max))
        .collect(Collectors.joining(" union all "));
  }

  /** Returns the figures of these webhooks. */
  public Map<UUID, WebhookFigures> of(List<UUID> webhookIds, StatisticsWindow window) {
    try (Connection connection = database.connection()) {
      Dialect dialect = database.dialect();
      QueryTime time = QueryTime.limit(connection, dialect, MAX_TIME);
      if (dialect == Dialect.POSTGRESQL) {
        try (Statement set = connection.createStatement()) {
          set.execute(IN_ORDER_OF_THE_INDEX);
        }
      }
      Reading reading = new Reading(connection, dialect, webhookIds, window);
      reading.counts();
      time.check();
      reading.latencies();
      time.check();
      reading.pending();
      Map<UUID, Long> filtered = FilteredEvents.counts(connection, webhookIds, window.length());
      return webhookIds.stream()
          .distinct()
          .collect(
              Collectors.toMap(
                  id -> id, id -> reading.figures.get(id).build(filtered.getOrDefault(id, 0L))));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** The figures of one webhook while they are read. */
  private static final class Figures {
    private final Map<DeliveryStatus, Long> deliveries = StatusCounts.zeros();
    private final Map<DeliveryStatus, Instant> oldest = new HashMap<>();
    private final List<DeliveryTimeline.Bucket> buckets;
    private final List<Integer> durations = new ArrayList<>();
    private DeliveryCount pending = new DeliveryCount(0, true);
    private Optional<Instant> oldestPending = Optional.empty();

    Figures(List<Instant> starts) {
      buckets =
          starts.stream()
              .map(start -> new DeliveryTimeline.Bucket(start, StatusCounts.zeros()))
              .toList();
    }

    void addCount(ResultSet row) throws SQLException {
      DeliveryStatus status = DeliveryStatus.of(row.getInt("status"));
      long count = row.getLong("deliveries");
      deliveries.merge(status, count, Long::sum);
      instant(row).ifPresent(time -> oldest.merge(status, time, WebhookFiguresRepository::earlier));
      int bucket = Math.min(row.getInt("bucket"), buckets.size() - 1);
      // The window begins within the first bucket of a chart, or before it.
      if (bucket >= 0) {
        buckets.get(bucket).deliveries().merge(status, count, Long::sum);
      }
    }

    private Optional<Instant> countedSince() {
      return deliveries.entrySet().stream()
          .filter(status -> status.getValue() >= MAX_COUNTED)
          .map(status -> oldest.get(status.getKey()))
          .max(Instant::compareTo);
    }

    WebhookFigures build(long filtered) {
      return new WebhookFigures(
          deliveries,
          countedSince(),
          DeliveryStatistics.Latency.of(durations),
          pending,
          oldestPending,
          filtered,
          buckets);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Optional<Instant> instant(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** Reads the figures within one transaction. */
  private static final class Reading {
    private final Connection connection;
    private final Dialect dialect;
    private final Instant since;
    private final List<Instant> starts;
    private final ChartWindow chart;
    private final Map<UUID, Figures> figures = new HashMap<>();

    Reading(Connection connection, Dialect dialect, List<UUID> webhookIds, StatisticsWindow window)
        throws SQLException {
      this.connection = connection;
      this.dialect = dialect;
      Instant now = SqlRows.now(connection);
      since = now.minus(window.length());
      chart = ChartWindow.of(window);
      starts = chart.starts(now);
      webhookIds.forEach(id -> figures.put(id, new Figures(starts)));
    }

    private int setPeriod(PreparedStatement select, int first) throws SQLException {
      int index = first;
      for (int i = 0; i < DeliveryStatus.values().length; i++) {
        select.setObject(++index, utc(since));
        select.setObject(++index, NewestDeliveries.firstId(since));
      }
      return index;
    }

    private Figures of(ResultSet row) throws SQLException {
      return figures.get(SqlRows.uuid(row, 1));
    }

    void counts() throws SQLException {
      COUNTS.run(
          connection,
          dialect,
          figures.keySet(),
          select -> {
            select.setDouble(1, starts.get(0).getEpochSecond());
            select.setDouble(2, chart.bucket().toSeconds());
            return setPeriod(select, 2);
          },
          row -> of(row).addCount(row));
    }

    void latencies() throws SQLException {
      Map<UUID, Figures> ofDeliveries = new HashMap<>();
      SAMPLE.run(
          connection,
          dialect,
          figures.keySet(),
          select -> setPeriod(select, 0),
          row -> ofDeliveries.put(SqlRows.uuid(row, 2), of(row)));
      SampledAttempt.read(
          connection,
          ofDeliveries.keySet(),
          attempt -> ofDeliveries.get(attempt.delivery()).durations.add(attempt.milliseconds()));
    }

    void pending() throws SQLException {
      PENDING.run(
          connection,
          dialect,
          figures.keySet(),
          PerWebhook.Parameters.NONE,
          row -> {
            of(row).pending = DeliveryCount.of(row.getLong("pending"), MAX_PENDING);
            of(row).oldestPending = instant(row);
          });
    }
  }
}
