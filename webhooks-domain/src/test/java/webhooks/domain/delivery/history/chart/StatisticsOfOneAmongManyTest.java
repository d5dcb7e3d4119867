package webhooks.domain.delivery.history.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatisticsRepository;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/**
 * Statistics of one webhook read no events and attempts of others. Only PostgreSQL counts what it
 * reads.
 */
class StatisticsOfOneAmongManyTest {
  private static final int DELIVERIES = 1000;

  private static final String ATTEMPTS =
      "insert into attempt (delivery_id, number, account_id, started, duration_ms)"
          + " select id, number, account_id, created, 5"
          + " from delivery_finished cross join generate_series(1, 10) number";

  private static final String ROWS_READ_THROUGH =
      "select coalesce(sum(seq_tup_read), 0) from pg_stat_xact_user_tables"
          + " where relname ~ '^(event|attempt)_'";

  private final TestDatabase database = TestDatabase.postgres();
  private UUID webhook;

  @BeforeEach
  void startWithManyDeliveries() throws Exception {
    HistoryRows rows = new HistoryRows(database);
    webhook = rows.webhook();
    UUID other = rows.webhook();
    Instant now = new RequeueRepository(database.database()).now();
    for (int i = 0; i < DELIVERIES; i++) {
      Instant created = now.minusMillis(i);
      UUID of = i % 300 == 0 ? webhook : other;
      rows.delivery(of, DeliveryStatus.SUCCEEDED, created, HistoryRows.TYPE);
    }
    database.execute(ATTEMPTS);
    try (Connection connection = database.database().connection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze");
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Reads statistics; returns how many events and attempts it read through. */
  private long rowsReadThrough(Runnable statistics) {
    return database.inTransaction(
        () -> {
          statistics.run();
          try (Connection connection = database.database().connection();
              ResultSet row = connection.createStatement().executeQuery(ROWS_READ_THROUGH)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Test
  void readNothingOfOthers() {
    DeliveryChartRepository charts = new DeliveryChartRepository(database.database());
    DeliveryStatisticsRepository statistics = new DeliveryStatisticsRepository(database.database());

    assertThat(rowsReadThrough(() -> charts.attempts(webhook, ChartWindow.HOUR)))
        .as("charts of attempts")
        .isZero();
    assertThat(rowsReadThrough(() -> statistics.of(webhook, StatisticsWindow.HOUR)))
        .as("statistics")
        .isZero();
  }
}
