package webhooks.domain.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;

/**
 * Counts the confirmations that an account asks for, and that an address gets, within a day. So
 * nobody can use the product to flood an address.
 */
final class AlertRequests {
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

  private static final String REQUESTS = "select requests from alert_request where subject = ?";

  private final Connection connection;
  private final Dialect dialect;

  AlertRequests(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
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
      count.executeUpdate();
      select.setString(1, subject);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
