package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;

/** Takes connections from a pool that has only one. */
class DatabaseTest {
  private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:", "", "");
  private final ThreadTransactions transactions = new ThreadTransactions();
  private final Database database = new Database(pool, transactions);
  private final ThreadLocal<Boolean> ending = ThreadLocal.withInitial(() -> false);

  DatabaseTest() {
    pool.setMaxConnections(1);
    pool.setLoginTimeout(1);
  }

  @AfterEach
  void close() {
    pool.dispose();
  }

  @Test
  void transactionHasOneConnectionAtATime() throws SQLException {
    transactions.begin();

    try (Connection one = database.connection();
        Connection two = database.connection()) {
      assertThat(session(two)).isEqualTo(session(one));
    }
    try (Connection later = database.connection()) {
      assertThat(session(later)).isPositive();
    }

    assertThat(pool.getActiveConnections()).isOne();
    transactions.end(Status.STATUS_COMMITTED);
  }

  @Test
  void endOfTransactionReturnsTheConnection() throws SQLException {
    for (int end : new int[] {Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK}) {
      transactions.begin();
      database.connection().close();
      transactions.end(end);

      assertThat(pool.getActiveConnections()).isZero();
    }
  }

  @Test
  void closingReturnsTheConnectionWithoutTransaction() throws SQLException {
    Connection connection = database.connection();
    connection.close();
    connection.close();

    assertThat(pool.getActiveConnections()).isZero();
  }

  @Test
  void threadMustNotTakeSecondConnection() throws SQLException {
    try (Connection first = database.connection()) {
      assertThat(session(first)).isPositive();
      assertThatThrownBy(database::connection).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void refusedRegistrationReturnsTheConnection() {
    transactions.begin();
    transactions.refuse(true);

    assertThatThrownBy(database::connection).isInstanceOf(IllegalStateException.class);

    assertThat(pool.getActiveConnections()).isZero();
  }

  @Test
  void requestsLeaveConnectionsToTheProductsWork() {
    pool.setMaxConnections(32);
    for (int i = 0; i < 24; i++) {
      String client = "client " + i % 2;
      begin(() -> enter(client));
    }
    await().until(() -> pool.getActiveConnections() == Database.MAX_FOR_REQUESTS);

    for (int i = 0; i < 16; i++) {
      begin(() -> {});
    }

    await().until(() -> pool.getActiveConnections() == 32);
  }

  @Test
  void fullShareOfCallerIsRefusedAtOnce() {
    pool.setMaxConnections(32);
    List<CompletableFuture<Void>> busy = new ArrayList<>();

    await()
        .until(
            () -> {
              busy.add(begin(() -> enter("busy")));
              return busy.stream()
                  .map(one -> one.handle((none, failure) -> failure).getNow(null))
                  .anyMatch(failure -> failure != null && failure.getCause() instanceof Refusal);
            });
    CompletableFuture<Void> other = begin(() -> enter("other"));

    assertThat(other).succeedsWithin(Duration.ofMinutes(1));
    assertThat(busy)
        .hasSizeGreaterThan(Database.MAX_REQUESTS / 2)
        .hasSizeLessThan(Database.MAX_REQUESTS);
  }

  private static void enter(String client) {
    RequestCaller.enter(LimitKey.ofApplication(client, Optional.empty()).trusted());
  }

  /** Begins a transaction that takes a connection, on a thread of its own. */
  private CompletableFuture<Void> begin(Runnable before) {
    return CompletableFuture.runAsync(
        () -> {
          before.run();
          transactions.begin();
          try {
            database.connection();
          } catch (SQLException e) {
            throw new DatabaseFailure(e);
          }
          if (ending.get()) {
            transactions.end(Status.STATUS_COMMITTED);
          }
        },
        task -> new Thread(task).start());
  }

  private static int session(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select session_id()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
