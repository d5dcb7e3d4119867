package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.node.announcement.NodeRepository;

@Timeout(30)
class NodeAnnouncementTest {
  private final CountDownLatch removing = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final CountDownLatch removed = new CountDownLatch(1);
  private final NodeAnnouncement announcement =
      new NodeAnnouncement(
          new NodeRepository() {
            @Override
            public void remove(UUID id) {
              removing.countDown();
              await(answer);
              removed.countDown();
            }
          },
          Optional::empty,
          new StopSignal());

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withdrawsBeforeTheLimit() {
    answer.countDown();

    announcement.withdraw(Thread::new, Duration.ofSeconds(20));

    assertThat(removed.getCount()).isZero();
  }

  /** A node that stops must not wait for a database that hangs. */
  @Test
  void leavesADatabaseThatHangs() throws InterruptedException {
    announcement.withdraw(Thread::new, Duration.ofMillis(1));

    assertThat(removed.getCount()).isEqualTo(1);
    removing.await();
    answer.countDown();
    removed.await();
  }

  @Test
  void stopsWithoutThreadsToo() {
    announcement.withdraw(
        task -> {
          throw new RejectedExecutionException();
        },
        Duration.ofSeconds(20));

    assertThat(removing.getCount()).isEqualTo(1);
  }
}
