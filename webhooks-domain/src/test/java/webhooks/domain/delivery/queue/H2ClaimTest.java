package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;

class H2ClaimTest {
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final int CLAIMED = 10;

  /** Without the order of the index, H2 reads and sorts all, for each claim. */
  @Test
  void claimReadsNoMoreOfABacklogThanItTakes() throws SQLException {
    try (TestDatabase database = TestDatabase.h2();
        Connection connection = database.database().connection()) {
      addBacklog(connection, 2000);

      assertThat(maxScanned(connection)).isBetween(CLAIMED, 2 * CLAIMED);
    }
  }

  private static void addBacklog(Connection connection, int count) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into delivery_pending (id, account_id, event_id, webhook_id, activation, attempts,"
                + " created) select random_uuid(), 'a', random_uuid(), ?, 1, 0, current_timestamp"
                + " from system_range(1, ?)")) {
      insert.setObject(1, WEBHOOK);
      insert.setInt(2, count);
      insert.executeUpdate();
    }
  }

  /** Returns how many rows the claim reads, by what H2 counted. */
  private static int maxScanned(Connection connection) throws SQLException {
    try (PreparedStatement explain =
        connection.prepareStatement("explain analyze " + H2QueueTable.BACKLOG)) {
      explain.setObject(1, WEBHOOK);
      explain.setInt(2, CLAIMED);
      try (ResultSet plan = explain.executeQuery()) {
        plan.next();
        return SCANNED
            .matcher(plan.getString(1))
            .results()
            .map(MatchResult::group)
            .mapToInt(text -> Integer.parseInt(text.replaceAll("\\D", "")))
            .max()
            .orElseThrow();
      }
    }
  }
}
