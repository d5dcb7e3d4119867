package webhooks.domain.delivery.queue.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;

/** PostgreSQL's function that adds a partition for a range, or for a part of it that has none. */
class AddHistoryPartitionTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String RANGES =
      "select first_id, end_id from history_partition order by first_id";

  private final TestDatabase database = TestDatabase.postgres();

  @BeforeEach
  void dropPartitions() {
    database.count("select count(drop_history_partition(first_id)) from history_partition");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static UUID at(int hour) {
    return Ids.firstOf(MIDNIGHT.plus(Duration.ofHours(hour)));
  }

  private boolean add(int firstHour, int endHour) {
    return 1
        == database.count(
            "select count(*) from (select add_history_partition(?, ?) as added) a where added",
            at(firstHour),
            at(endHour));
  }

  /** Returns the first hour and the end of each partition. */
  private List<String> ranges() {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection();
              PreparedStatement select = connection.prepareStatement(RANGES);
              ResultSet row = select.executeQuery()) {
            List<String> ranges = new ArrayList<>();
            while (row.next()) {
              ranges.add(hour(row, 1) + "-" + hour(row, 2));
            }
            return ranges;
          }
        });
  }

  private static long hour(ResultSet row, int column) throws SQLException {
    return Duration.between(MIDNIGHT, Ids.timeOf(row.getObject(column, UUID.class))).toHours();
  }

  @Test
  void addsARangeBeforeTheFirstPartition() {
    add(10, 12);

    assertThat(add(4, 6)).isTrue();

    assertThat(ranges()).containsExactly("4-6", "10-12");
    assertThat(add(8, 10)).isTrue();
    assertThat(ranges()).containsExactly("4-6", "8-10", "10-12");
  }

  @Test
  void endsARangeBeforeTheNextPartition() {
    add(10, 12);

    assertThat(add(8, 14)).isTrue();

    assertThat(ranges()).containsExactly("8-10", "10-12");
    assertThat(add(8, 14)).as("the rest").isTrue();
    assertThat(ranges()).containsExactly("8-10", "10-12", "12-14");
  }

  @Test
  void beginsARangeAfterPartitionsThatHaveItsBeginning() {
    add(1, 3);
    add(3, 5);

    assertThat(add(2, 8)).isTrue();

    assertThat(ranges()).containsExactly("1-3", "3-5", "5-8");
  }

  @Test
  void fillsAGap() {
    add(1, 2);
    add(4, 6);

    assertThat(add(1, 6)).isTrue();

    assertThat(ranges()).containsExactly("1-2", "2-4", "4-6");
  }

  @Test
  void addsNothingToARangeThatHasPartitions() {
    add(1, 3);
    add(3, 5);

    assertThat(add(1, 5)).isFalse();
    assertThat(add(2, 4)).isFalse();
    assertThat(add(2, 3)).isFalse();
    assertThat(add(6, 6)).isFalse();

    assertThat(ranges()).containsExactly("1-3", "3-5");
  }

  /** The path of a restore is empty. */
  @Test
  void findsTheTablesWithoutASearchPath() {
    assertThat(
            database.<Boolean>inTransaction(
                () -> {
                  try (Connection connection = database.database().connection();
                      Statement set = connection.createStatement()) {
                    set.execute("set local search_path = ''");
                    try (ResultSet row =
                        set.executeQuery(
                            "select public.add_history_partition('%s', '%s')"
                                .formatted(at(1), at(2)))) {
                      return row.next() && row.getBoolean(1);
                    }
                  }
                }))
        .isTrue();
  }
}
