package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.TestSettings;

/** The purge of pauses that have ended. */
@OnEveryDatabase
class PausePurgeTest {
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(2, 2);

  private final TestDatabase database;
  private Retention retention;

  PausePurgeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    database.execute("delete from webhook_pause");
    retention = new Retention(database.database(), TestSettings.with());
  }

  private void pause(UUID webhook, String seconds) {
    database.execute(
        "insert into webhook_pause (webhook_id, account_id, ends)"
            + " values (?, 'account', current_timestamp + interval '"
            + seconds
            + "' second)",
        webhook);
  }

  private void purge() {
    database.inTransaction(
        () -> {
          retention.purgeWebhooks();
          return null;
        });
  }

  @Test
  void keepsPausesUntilAMinuteAfterTheirEnd() {
    pause(FIRST, "-59");
    pause(SECOND, "-61");

    purge();

    assertThat(database.count("select count(*) from webhook_pause")).isEqualTo(1);
    assertThat(database.count("select count(*) from webhook_pause where webhook_id = ?", FIRST))
        .isEqualTo(1);
  }

  /** The record of outcomes locks pauses in the order of ids: two orders would be a deadlock. */
  @Test
  void locksPausesInTheOrderOfIds() {
    // A scan of the table would meet the second first.
    pause(SECOND, "-61");
    pause(FIRST, "-61");

    CompletableFuture<Void> purge =
        database.inTransaction(
            () -> {
              lock(FIRST);
              CompletableFuture<Void> other = CompletableFuture.runAsync(this::purge);
              await().until(database::hasBlockedTransaction);
              lock(SECOND);
              return other;
            });

    purge.join();
    assertThat(database.count("select count(*) from webhook_pause")).isZero();
  }

  private void lock(UUID webhook) throws SQLException {
    try (Connection connection = database.database().connection();
        PreparedStatement update =
            connection.prepareStatement(
                "update webhook_pause set ends = ends where webhook_id = ?")) {
      update.setObject(1, webhook);
      update.executeUpdate();
    }
  }
}
