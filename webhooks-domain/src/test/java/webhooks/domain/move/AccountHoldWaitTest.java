package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.settings.command.MoveFailure;

/** The hold of an account waits for what nodes do with its deliveries. */
@OnEveryDatabase
class AccountHoldWaitTest {
  private static final String ACCOUNT = "account";

  private final TestDatabase database;

  AccountHoldWaitTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  private interface Work {
    void with(AccountHold hold) throws SQLException, MoveFailure;
  }

  private void on(Work work) throws SQLException, MoveFailure {
    try (Connection connection = database.database().dataSource().getConnection()) {
      work.with(new AccountHold(connection, database.database().dialect(), ACCOUNT));
    }
  }

  private void lease(String account, String end) {
    database.execute(
        "insert into delivery_pending (id, account_id, event_id, webhook_id, activation, attempts,"
            + " lease, due_at, created) values (?, ?, ?, ?, 1, 0, ?, current_timestamp + "
            + end
            + ", current_timestamp)",
        Ids.next(),
        account,
        Ids.next(),
        Ids.next(),
        UUID.randomUUID());
  }

  /** Such a transaction may lease a delivery although the hold has begun. */
  @Test
  void waitsForTransactionsThatHaveReadThatThereIsNoHold() throws Exception {
    if (database.database().dialect() == Dialect.H2) {
      return;
    }
    try (Connection node = database.database().dataSource().getConnection()) {
      node.setAutoCommit(false);
      node.createStatement().executeQuery("select 1 from account_hold").close();

      assertThatThrownBy(() -> on(hold -> hold.begin(Duration.ZERO)))
          .isInstanceOf(MoveFailure.class)
          .hasMessageContaining("A transaction that reads the table account_hold did not end");
      on(hold -> assertThat(hold.isHeld()).isFalse());
      node.rollback();
    }

    on(hold -> hold.begin(Duration.ZERO));
    on(hold -> assertThat(hold.isHeld()).isTrue());
  }

  @Test
  void waitsForLeasesOfTheAccount() throws Exception {
    lease(ACCOUNT, "interval '1' minute");

    assertThatThrownBy(() -> on(hold -> hold.awaitLeases(Duration.ofMillis(1))))
        .isInstanceOf(MoveFailure.class)
        .hasMessageContaining("1 deliveries of the account are still leased");
  }

  @Test
  void doesNotWaitForEndedLeasesAndOtherAccounts() throws Exception {
    lease(ACCOUNT, "interval '-1' second");
    lease("other", "interval '1' minute");
    database.execute(
        "insert into delivery_pending (id, account_id, event_id, webhook_id, activation, attempts,"
            + " due_at, created) values (?, 'account', ?, ?, 1, 1,"
            + " current_timestamp + interval '5' minute, current_timestamp)",
        Ids.next(),
        Ids.next(),
        Ids.next());

    on(hold -> hold.awaitLeases(Duration.ZERO));
  }
}
