package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.LoggedLines;
import webhooks.domain.database.migration.PartitionBounds;
import webhooks.domain.id.Ids;

/** Migrations that stop on the way, and what the version before can do then. */
class FailedMigrationTest {
  /** Longer than the time-out of locks. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String CONSTRAINTS =
      "select count(*) from pg_constraint where conname like '%_former_end'";
  private static final String WAITING =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
          + " and datname = current_database() and query like '%s%%'";

  private final VersionedTables tables = new VersionedTables();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  /** Behind the bound of version 20, which is less than two days ahead. */
  private final Instant behind = Instant.now().plus(Duration.ofDays(2));

  @BeforeEach
  void insertARowBeforeTheBounds() throws SQLException {
    tables.migrateTo("19");
    tables.insert(Instant.now(), 1);
  }

  @AfterEach
  void drop() {
    thread.shutdownNow();
    tables.drop();
  }

  private void awaitStatementThatWaits(String beginning) {
    await()
        .atMost(PATIENCE)
        .until(() -> tables.count(WAITING.formatted(beginning)), waiting -> waiting == 1);
  }

  private void assertPartitioned(int former) throws SQLException {
    assertThat(tables.count(CONSTRAINTS)).isZero();
    assertThat(tables.count("select count(*) from delivery_former")).isEqualTo(former);
    assertThat(tables.count("select count(*) from attempt_former")).isEqualTo(former);
    tables.insert(Instant.now().plus(Duration.ofDays(5)), 0);
    assertThat(tables.count("select count(*) from delivery_pending")).isOne();
    assertThat(tables.count("select count(*) from delivery")).isEqualTo(former + 1);
    assertThat(tables.count("select count(*) from attempt")).isEqualTo(former + 1);
  }

  @Test
  void versionBeforeWorksAfterALockTimeout() throws Exception {
    tables.migrateTo("21");
    try (Connection dump = tables.read("attempt")) {
      Future<?> migration = thread.submit(tables::migrate);
      awaitStatementThatWaits("lock table");
      assertThat(tables.version()).isEqualTo(21);
      dump.rollback();
      assertThatThrownBy(() -> migration.get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(FlywayException.class)
          .hasMessageContaining("lock timeout");
    }

    tables.insert(behind, 0);

    tables.migrate();
    assertPartitioned(2);
  }

  @Test
  void versionBeforeWorksAfterAnyFailure() throws SQLException {
    tables.execute("create table history_partition (of_another_program int)");

    assertThatThrownBy(tables::migrate).isInstanceOf(FlywayException.class);

    assertThat(tables.version()).isEqualTo(21);
    tables.insert(behind, 0);
    tables.execute("drop table history_partition");
    tables.migrate();
    assertPartitioned(2);
  }

  @Test
  void restoringMayTakeLongerThanTransactionsMayIdle() throws Exception {
    tables.migrateTo("21");
    tables.execute("alter table delivery drop constraint delivery_former_end");
    try (Connection dump = tables.read("delivery")) {
      tables.source().setOptions("-c idle_in_transaction_session_timeout=100ms");
      Future<?> migration = thread.submit(tables::migrate);
      awaitStatementThatWaits("lock table");
      awaitIdleTransaction(Duration.ofMillis(500));
      dump.rollback();
      migration.get(1, TimeUnit.MINUTES);
    }

    assertPartitioned(1);
  }

  private void awaitIdleTransaction(Duration time) {
    String idle =
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and query not like 'lock table%%' and state = 'idle in transaction'"
            + " and state_change < clock_timestamp() - interval '%d ms'";
    await()
        .atMost(PATIENCE)
        .until(() -> tables.count(idle.formatted(time.toMillis())), found -> found == 1);
  }

  @Test
  void validationGetsANewBound() throws SQLException {
    tables.migrateTo("20");
    setBound(Instant.now());

    tables.migrate();

    assertThat(
            tables.count(
                "select count(*) from history_partition where name = 'former'"
                    + " and end_id > cast(lpad(to_hex(cast(extract(epoch from now()) * 1000"
                    + " as bigint)), 12, '0') || repeat('0', 20) as uuid)"))
        .isOne();
    assertPartitioned(1);
  }

  @Test
  void boundsInThePastStay() throws SQLException {
    tables.execute("update delivery set id = ?", id(Duration.ofDays(-4)));
    tables.execute("update attempt set delivery_id = ?", id(Duration.ofDays(-4)));
    tables.migrateTo("21");
    setBound(Instant.now().minus(Duration.ofDays(3)));

    tables.migrate();

    tables.insert(Instant.now(), 1);
    assertThat(tables.count("select count(*) from delivery_other")).isZero();
    assertThat(tables.count("select count(*) from delivery_finished")).isOne();
    tables.execute("delete from delivery where id > ?", id(Duration.ofDays(-3)));
    tables.execute("delete from attempt where delivery_id > ?", id(Duration.ofDays(-3)));
    assertPartitioned(1);
  }

  private static Object id(Duration fromNow) {
    return Ids.firstOf(Instant.now().plus(fromNow));
  }

  private void setBound(Instant bound) throws SQLException {
    String id = Ids.firstOf(bound).toString();
    tables.execute("alter table delivery drop constraint delivery_former_end");
    tables.execute("alter table attempt drop constraint attempt_former_end");
    tables.execute(
        "alter table delivery add constraint delivery_former_end check (id < '" + id + "')");
    tables.execute(
        "alter table attempt add constraint attempt_former_end check (delivery_id < '" + id + "')");
  }

  @Test
  void saysHowToDropWhatStays() throws SQLException {
    tables.migrateTo("21");
    PartitionBounds bounds = new PartitionBounds(tables.source(), Duration.ofMillis(5));
    String statements;
    try (Connection dump = tables.read("delivery");
        LoggedLines lines = LoggedLines.of(PartitionBounds.class)) {
      bounds.dropAfterFailure();
      assertThat(lines.at(Level.SEVERE)).hasSize(1);
      statements = lines.at(Level.SEVERE).get(0).replaceFirst(".*: ", "");
      dump.rollback();
    }

    tables.execute(statements);

    tables.insert(behind, 0);
  }

  /** Most starts that fail without a database have nothing to drop. */
  @Test
  void raisesNoAlarmWithoutADatabase() {
    PGSimpleDataSource none = new PGSimpleDataSource();
    none.setURL("jdbc:postgresql://localhost:1/none");
    try (LoggedLines lines = LoggedLines.of(PartitionBounds.class)) {
      new PartitionBounds(none, Duration.ofMillis(1)).dropAfterFailure();

      assertThat(lines.at(Level.SEVERE)).isEmpty();
    }
  }

  @Test
  void triesToDropUntilTheLockIsFree() throws Exception {
    tables.migrateTo("21");
    PartitionBounds bounds = new PartitionBounds(tables.source(), Duration.ofSeconds(1));
    try (Connection dump = tables.read("delivery")) {
      Future<?> drop = thread.submit(bounds::dropAfterFailure);
      awaitStatementThatWaits("lock table");
      await().until(() -> tables.count(WAITING.formatted("lock table")), waiting -> waiting == 0);
      dump.rollback();
      drop.get(1, TimeUnit.MINUTES);
    }

    tables.insert(behind, 0);
  }

  @Test
  void aNodeThatFailedLeavesTheBoundsToOneThatMigrates() throws SQLException {
    tables.migrateTo("21");
    try (Connection migrating = lockBounds();
        LoggedLines lines = LoggedLines.of(PartitionBounds.class)) {
      new PartitionBounds(tables.source(), Duration.ofMillis(5)).dropAfterFailure();
      assertThat(lines.at(Level.SEVERE)).isEmpty();
      migrating.rollback();
    }

    assertThat(tables.count(CONSTRAINTS)).isEqualTo(2);
  }

  private Connection lockBounds() throws SQLException {
    Connection connection = tables.source().getConnection();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "select pg_advisory_xact_lock(hashtext('webhooks'), hashtext('partition bounds'))");
    }
    return connection;
  }

  /** Another node fails between two scripts of this one. */
  @ParameterizedTest
  @ValueSource(strings = {"19", "20", "21"})
  void restoresBoundsThatAnotherNodeDrops(String begin) throws Exception {
    tables.migrateTo(begin);
    try (Connection failed = lockBounds();
        var statement = failed.createStatement()) {
      Future<?> migration = thread.submit(tables::migrate);
      awaitStatementThatWaits("select pg_advisory_xact_lock");
      statement.execute("alter table delivery drop constraint delivery_former_end");
      statement.execute("alter table attempt drop constraint attempt_former_end");
      failed.commit();
      migration.get(1, TimeUnit.MINUTES);
    }

    assertPartitioned(1);
  }

  /** Its script sets no time-out. */
  @Test
  void eachMigrationGivesUpWaitingForALock() throws Exception {
    tables.migrateTo("23");
    try (Connection dump = tables.read("delivery_pending")) {
      Future<?> migration = thread.submit(tables::migrate);
      assertThatThrownBy(() -> migration.get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("lock timeout");
      dump.rollback();
    }

    assertThat(tables.version()).isEqualTo(23);
    tables.migrate();
    assertThat(tables.version()).isGreaterThan(23);
  }
}
