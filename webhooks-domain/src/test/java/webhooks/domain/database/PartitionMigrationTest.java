package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.id.Ids;

/** The migration of tables with rows to partitions. */
class PartitionMigrationTest {
  private static final String BEFORE = "19";

  private final PostgresServer server = PostgresServer.get();
  private final String name = server.createEmpty();
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  @BeforeEach
  void migrateToTheVersionBefore() {
    source.setUrl(server.url(name));
    Flyway.configure(Migration.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/webhooks/all", "classpath:db/webhooks/postgresql")
        .table("webhooks_schema_history")
        .target(BEFORE)
        .load()
        .migrate();
  }

  @AfterEach
  void drop() {
    server.drop(name);
  }

  private void execute(String sql, Object... values) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private long count(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private UUID insert(Instant created, int status) throws SQLException {
    UUID id = Ids.firstOf(created);
    execute(
        "insert into delivery (id, event_id, webhook_id, activation, status, attempts, created)"
            + " values (?, ?, ?, 1, ?, 1, current_timestamp)",
        id,
        UUID.randomUUID(),
        UUID.randomUUID(),
        status);
    execute(
        "insert into attempt (delivery_id, number, started, duration_ms)"
            + " values (?, 1, current_timestamp, 1)",
        id);
    return id;
  }

  @Test
  void keepsRowsOfBothKindsAndTakesNewOnes() throws SQLException {
    Instant now = Instant.now();
    UUID finished = insert(now.minusSeconds(1), 1);
    UUID pending = insert(now, 0);

    Migration.migrate(source, Dialect.POSTGRESQL);

    assertThat(count("select count(*) from delivery_former")).isEqualTo(2);
    // A node of the version before still works, and its clock may be a day ahead.
    insert(now.plus(Duration.ofHours(23)), 0);
    insert(now.plus(Duration.ofDays(2)), 1);
    UUID ofNewPartition = insert(now.plus(Duration.ofDays(2)).plusMillis(1), 0);
    execute("update delivery set status = 1 where id in (?, ?)", pending, ofNewPartition);
    execute("update delivery set status = 0 where id = ?", finished);

    assertThat(count("select count(*) from delivery")).isEqualTo(5);
    assertThat(count("select count(*) from attempt")).isEqualTo(5);
    assertThat(count("select count(*) from delivery where status = 0")).isEqualTo(2);
    assertThat(count("select count(*) from delivery where status = 1")).isEqualTo(3);
    assertThat(count("select count(*) from delivery_pending")).isZero();
  }

  @Test
  void emptyTablesBeginWithPartitionsToday() throws SQLException {
    Migration.migrate(source, Dialect.POSTGRESQL);

    insert(Instant.now(), 0);
    insert(Instant.now().plusMillis(1), 1);

    assertThat(count("select count(*) from delivery_former")).isZero();
    assertThat(count("select count(*) from delivery_pending")).isOne();
    assertThat(count("select count(*) from delivery_finished")).isOne();
    assertThat(count("select count(*) from attempt_former")).isZero();
  }
}
