package webhooks.domain.delivery.filtered;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;

/** The counts of filtered events in the database. */
@OnEveryDatabase
class FilteredEventsTest {
  private static final UUID WEBHOOK = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final TestDatabase database;

  FilteredEventsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  private void add(Map<UUID, Integer> counts) {
    database.inTransaction(
        () -> {
          new FilteredEvents(database.database()).add(new TreeMap<>(counts));
          return null;
        });
  }

  private long count(UUID webhook, Duration window) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            return FilteredEvents.count(connection, webhook, window);
          }
        });
  }

  private void purge() {
    database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            FilteredEvents.purge(connection);
            return null;
          }
        });
  }

  private void age(int periods) {
    database.execute("update filtered_events set period = period - ?", periods);
  }

  @Test
  void addsUpTheEventsOfAWebhook() {
    add(Map.of(WEBHOOK, 2, OTHER, 5));
    add(Map.of(WEBHOOK, 3));

    assertThat(count(WEBHOOK, Duration.ofHours(1))).isEqualTo(5);
    assertThat(count(OTHER, Duration.ofHours(1))).isEqualTo(5);
    assertThat(count(new UUID(0, 3), Duration.ofHours(1))).isZero();
  }

  @Test
  void windowIncludesTheTenMinutesInWhichItBegins() {
    add(Map.of(WEBHOOK, 1));
    age(6);

    assertThat(count(WEBHOOK, Duration.ofHours(1))).isEqualTo(1);
    age(1);
    assertThat(count(WEBHOOK, Duration.ofHours(1))).isZero();
    assertThat(count(WEBHOOK, Duration.ofDays(1))).isEqualTo(1);
  }

  @Test
  void purgesCountsThatNoWindowIncludes() {
    add(Map.of(WEBHOOK, 1));
    age(145);
    add(Map.of(OTHER, 1));
    purge();
    assertThat(database.count("select count(*) from filtered_events")).isEqualTo(2);

    age(10);
    purge();
    assertThat(database.count("select count(*) from filtered_events")).isEqualTo(1);
  }
}
