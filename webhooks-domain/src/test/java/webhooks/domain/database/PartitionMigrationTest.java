package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The migration of tables with rows to partitions. */
class PartitionMigrationTest {
  private static final String BEFORE = "19";

  private final VersionedTables tables = new VersionedTables();

  @BeforeEach
  void migrateToTheVersionBefore() {
    tables.migrateTo(BEFORE);
  }

  @AfterEach
  void drop() {
    tables.drop();
  }

  @Test
  void keepsRowsOfBothKindsAndTakesNewOnes() throws SQLException {
    Instant now = Instant.now();
    UUID finished = tables.insert(now.minusSeconds(1), 1);
    UUID pending = tables.insert(now, 0);

    tables.migrate();

    assertThat(tables.count("select count(*) from delivery_former")).isEqualTo(2);
    // A node of the version before still works, and its clock may be a day ahead.
    tables.insert(now.plus(Duration.ofHours(23)), 0);
    tables.insert(now.plus(Duration.ofDays(2)), 1);
    UUID ofNewPartition = tables.insert(now.plus(Duration.ofDays(2)).plusMillis(1), 0);
    tables.execute("update delivery set status = 1 where id in (?, ?)", pending, ofNewPartition);
    tables.execute("update delivery set status = 0 where id = ?", finished);

    assertThat(tables.count("select count(*) from delivery")).isEqualTo(5);
    assertThat(tables.count("select count(*) from attempt")).isEqualTo(5);
    assertThat(tables.count("select count(*) from delivery where status = 0")).isEqualTo(2);
    assertThat(tables.count("select count(*) from delivery where status = 1")).isEqualTo(3);
    assertThat(tables.count("select count(*) from delivery_pending")).isZero();
  }

  @Test
  void emptyTablesBeginWithPartitionsToday() throws SQLException {
    tables.migrate();

    tables.insert(Instant.now(), 0);
    tables.insert(Instant.now().plusMillis(1), 1);

    assertThat(tables.count("select count(*) from delivery_former")).isZero();
    assertThat(tables.count("select count(*) from delivery_pending")).isOne();
    assertThat(tables.count("select count(*) from delivery_finished")).isOne();
    assertThat(tables.count("select count(*) from attempt_former")).isZero();
  }
}
