package webhooks.domain.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;

/**
 * Counts the confirmations that an account asks for, and that an address gets, within a day, and
 * keeps for 30 days that an address wants none of an account. So nobody can use the product to
 * flood an address.
 */
final class AlertRequests {
  /** How long an account can't ask for a confirmation of an address that has unsubscribed. */
  static final int DAYS_WITHOUT_REQUESTS = 30;

  private static final String ONE =
      "select cast(? as varchar(64)) as subject, 1 as requests, current_timestamp as since";

  private static final String IS_OLD =
      "alert_request.since <= current_timestamp - interval '1' day";

  private static final Upsert COUNT =
      new Upsert(
          "alert_request",
          List.of("subject", "requests", "since"),
          ONE,
          """
          requests = case when %1$s then 1 else alert_request.requests + 1 end,
          since = case when %1$s then excluded.since else alert_request.since end
          """
              .formatted(IS_OLD));

  /** Ends as a count does, a day after its time. */
  private static final Upsert BLOCK =
      new Upsert(
          "alert_request",
          List.of("subject", "requests", "since"),
          "select cast(? as varchar(64)) as subject, 1 as requests,"
              + " current_timestamp + interval '%d' day as since"
                  .formatted(DAYS_WITHOUT_REQUESTS - 1),
          "requests = excluded.requests, since = excluded.since");

  private static final String IS_BLOCKED =
      "select 1 from alert_request where subject = ? and not " + IS_OLD;

  private static final String REQUESTS = "select requests from alert_request where subject = ?";

  private final Connection connection;
  private final Dialect dialect;

  AlertRequests(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Refuses requests of a subject for 30 days. */
  void block(String subject) throws SQLException {
    try (PreparedStatement block = connection.prepareStatement(dialect.upsert(BLOCK))) {
      block.setString(1, subject);
      dialect.executeUpsert(block);
    }
  }

  /** Returns whether the requests of a subject are refused. */
  boolean isBlocked(String subject) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IS_BLOCKED)) {
      select.setString(1, subject);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Counts a request, and keeps other requests of the subject waiting until the transaction ends.
   *
   * @param subject a keyed hash
   * @return the number of requests within the period, this one included
   */
  int add(String subject) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(dialect.upsert(COUNT));
        PreparedStatement select = connection.prepareStatement(REQUESTS)) {
      count.setString(1, subject);
      dialect.executeUpsert(count);
      select.setString(1, subject);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
