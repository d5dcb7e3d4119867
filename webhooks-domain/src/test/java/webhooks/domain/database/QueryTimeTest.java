package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time that the queries of one transaction may take. */
@OnEveryDatabase
class QueryTimeTest {
  private final TestDatabase database;

  QueryTimeTest(TestDatabase database) {
    this.database = database;
  }

  private String use(Duration max, String sql) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            QueryTime time = QueryTime.limit(connection, database.database().dialect(), max);
            try (Statement statement = connection.createStatement()) {
              statement.execute(sql);
            }
            time.check();
            return "in time";
          } catch (SQLException e) {
            throw new DatabaseFailure(e);
          }
        });
  }

  private static boolean isOver(Throwable failure) {
    return failure instanceof DatabaseFailure ended && QueryTime.isOver(ended);
  }

  @Test
  void endsQueriesThatTakeTooLong() {
    assumeThat(database.database().dialect()).isEqualTo(Dialect.POSTGRESQL);

    assertThatThrownBy(() -> use(Duration.ofMillis(50), "select pg_sleep(60)"))
        .matches(QueryTimeTest::isOver);
  }

  @Test
  void refusesFurtherQueriesAfterTheTime() {
    assertThatThrownBy(() -> use(Duration.ZERO, "select 1")).matches(QueryTimeTest::isOver);
    assertThat(use(Duration.ofMinutes(1), "select 1")).isEqualTo("in time");
  }
}
