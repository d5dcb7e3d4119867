package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import webhooks.domain.database.Dialect;
import webhooks.settings.command.MoveFailure;

/**
 * Begins and ends the hold of an account. During a hold no node sends deliveries of the account's
 * webhooks, and new deliveries go to their backlogs.
 *
 * <p>Intake and claims read the hold in their transactions. On PostgreSQL a hold begins under a
 * lock that waits for all transactions that have read that there is none, so none of them can lease
 * a delivery afterwards. On H2 no node runs, because one process at a time opens the database.
 */
final class AccountHold {
  private static final String LOCK = "lock table account_hold in access exclusive mode";
  private static final String ADD =
      "insert into account_hold (account_id, since) select cast(? as varchar), current_timestamp"
          + " where not exists (select 1 from account_hold where account_id = ?)";
  private static final String REMOVE = "delete from account_hold where account_id = ?";
  private static final String FIND = "select 1 from account_hold where account_id = ?";

  /** No lease lasts for an hour, so most retries are outside the range that the index searches. */
  private static final String LEASED =
      """
      select count(*) from delivery_pending
      where due_at > current_timestamp and due_at < current_timestamp + interval '1' hour
        and lease is not null and account_id = ?
      """;

  /** The SQLSTATEs of a lock that was not granted in time, and of a deadlock. */
  private static final Set<String> NOT_LOCKED = Set.of("55P03", "40P01");

  private final Connection connection;
  private final Dialect dialect;
  private final String account;

  /** Creates the hold of an account, for a connection that commits each statement. */
  AccountHold(Connection connection, Dialect dialect, String account) {
    this.connection = connection;
    this.dialect = dialect;
    this.account = account;
  }

  /**
   * Begins the hold, unless it has begun before.
   *
   * @param limit how long to wait for other transactions
   * @throws MoveFailure if a transaction that has read the holds did not end in this time
   */
  void begin(Duration limit) throws SQLException, MoveFailure {
    long end = System.nanoTime() + limit.toNanos();
    while (!tryToBegin()) {
      if (System.nanoTime() - end >= 0) {
        throw new MoveFailure(
            "A transaction that reads the table account_hold did not end within %s, such as a dump"
                + " of the database: end it, and run the command again".formatted(limit));
      }
      // While this lock waits, the nodes' statements wait behind it. So it waits for one second in
      // four only.
      pause(Duration.ofSeconds(3));
    }
  }

  private boolean tryToBegin() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement();
        PreparedStatement add = connection.prepareStatement(ADD)) {
      if (dialect == Dialect.POSTGRESQL) {
        lock.execute("set local lock_timeout = '1s'");
        lock.execute(LOCK);
      }
      add.setString(1, account);
      add.setString(2, account);
      add.executeUpdate();
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (!NOT_LOCKED.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      return false;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /**
   * Waits until no delivery of the account is leased.
   *
   * @param limit how long to wait; longer than a lease
   * @throws MoveFailure if a delivery is still leased after this time
   */
  void awaitLeases(Duration limit) throws SQLException, MoveFailure {
    long end = System.nanoTime() + limit.toNanos();
    for (long leased = leased(); leased > 0; leased = leased()) {
      if (System.nanoTime() - end >= 0) {
        throw new MoveFailure(
            ("%d deliveries of the account are still leased after %s: run the command again. The"
                    + " account stays held")
                .formatted(leased, limit));
      }
      pause(Duration.ofMillis(200));
    }
  }

  private long leased() throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(LEASED)) {
      count.setString(1, account);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Ends the hold, and returns whether there was one. */
  boolean end() throws SQLException {
    try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      remove.setString(1, account);
      return remove.executeUpdate() > 0;
    }
  }

  /** Returns whether the account is held. */
  boolean isHeld() throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, account);
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void pause(Duration time) throws MoveFailure {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MoveFailure("The command was interrupted: run it again");
    }
  }
}
