package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.Slots;

/** The count of pending deliveries around its bound. */
@OnEveryDatabase
class PendingCountTest {
  private static final int MAX = 5;

  private final TestDatabase database;
  private QueueFixture node;

  PendingCountTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    node = QueueFixture.onEmpty(database);
    node.webhook(true, 1);
  }

  private long counted() {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            return PendingCount.read(connection, database.database().dialect(), MAX).pending();
          }
        });
  }

  /** An estimate counts rows of before, which are no longer pending. */
  private void makeEstimateWrong() {
    node.accept(50, Slots.NONE);
    if (database.database().dialect() == Dialect.POSTGRESQL) {
      database.execute("analyze delivery");
    }
    new QueueRows(database).finishAll();
  }

  @Test
  void isExactUpToTheBoundOfEachIndex() {
    makeEstimateWrong();
    node.accept(MAX, CountedSlots.enough());
    node.accept(MAX, Slots.NONE);

    assertThat(counted()).isEqualTo(2 * MAX);
  }

  @Test
  void isNoLessThanTheBoundBeyondIt() {
    node.accept(2 * MAX, Slots.NONE);

    assertThat(counted()).isGreaterThan(MAX);
  }

  @Test
  void leavesOutWhatIsNotDelivered() {
    UUID inactive = node.webhook(true, 1);
    node.accept(1, Slots.NONE);
    node.change(inactive, false, 1);

    assertThat(counted()).isEqualTo(1);
  }
}
