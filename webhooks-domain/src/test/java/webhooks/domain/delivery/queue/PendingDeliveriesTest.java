package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.TestDatabase;

/**
 * The count of pending deliveries stays cheap however many there are. Only PostgreSQL estimates.
 */
@Timeout(60)
class PendingDeliveriesTest {
  private static final int MANY = 150_000;

  private final TestDatabase database = TestDatabase.postgres();
  private final QueueFixture node = QueueFixture.onEmpty(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void estimatesAHugeBacklog() {
    database.execute(
        """
        insert into delivery_pending
          (id, account_id, event_id, webhook_id, activation, attempts, created)
        select gen_random_uuid(), 'account', gen_random_uuid(), ?, 1, 0,
          current_timestamp - interval '1' hour
        from generate_series(1, %d)
        """
            .formatted(MANY),
        node.webhook(true, 1));
    database.execute("analyze delivery_pending");

    PendingDeliveries pending = node.pendingDeliveries();

    assertThat(pending.pending()).isBetween(MANY * 9L / 10, MANY * 11L / 10);
    assertThat(pending.oldest()).isPresent();
  }

  @Test
  void databaseGivesUpACountThatTakesTooLong() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                database.inTransaction(
                    () -> {
                      try (var connection = database.database().connection();
                          var lock = connection.createStatement()) {
                        lock.execute("lock table delivery");
                      }
                      locked.countDown();
                      over.await();
                      return null;
                    }));
    other.start();
    locked.await();

    assertThatThrownBy(node::pendingDeliveries)
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("statement timeout");

    over.countDown();
    other.join();
  }
}
