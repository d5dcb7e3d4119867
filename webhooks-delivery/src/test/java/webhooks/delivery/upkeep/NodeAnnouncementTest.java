package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.BrokenHandler;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.metric.Metrics;
import webhooks.domain.metric.history.NodeFigures;
import webhooks.domain.node.announcement.NodeRepository;

@Timeout(30)
class NodeAnnouncementTest {
  private final CountDownLatch removing = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final CountDownLatch removed = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private Runnable failure = () -> {};
  private final NodeAnnouncement announcement =
      new NodeAnnouncement(
          new NodeRepository() {
            @Override
            public void remove(UUID id) {
              removing.countDown();
              calls.incrementAndGet();
              await(answer);
              failure.run();
              removed.countDown();
            }
          },
          new NodeFigures(new Metrics()) {
            @Override
            public void writeLast(UUID id) {
              written.incrementAndGet();
            }
          },
          OptionalInt::empty,
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
    assertThat(written).as("last figures").hasValue(1);
  }

  /** A node that stops must not wait for a database that hangs. */
  @Test
  void leavesADatabaseThatHangs() throws InterruptedException {
    announcement.withdraw(this::startedThread, Duration.ofMillis(1));

    assertThat(removed.getCount()).isEqualTo(1);
    answer.countDown();
    removed.await();
  }

  @Test
  void anErrorEndsTheThreadToo() throws InterruptedException {
    failure = NodeAnnouncementTest::failWithoutClasses;
    answer.countDown();

    announcement.withdraw(this::startedThread, Duration.ofSeconds(20));

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(removed.getCount()).isEqualTo(1);
    assertThat(calls).hasValue(1);
  }

  /** An undeployed application has no classes, not even to log with. */
  @Test
  void aThreadThatWasLeftEndsWhateverFails() throws InterruptedException {
    Logger log = Logger.getLogger(NodeAnnouncement.class.getName());
    Handler broken = new BrokenHandler();
    log.addHandler(broken);
    log.setLevel(Level.FINE);
    try {
      failure = NodeAnnouncementTest::failWithoutClasses;
      announcement.withdraw(this::startedThread, Duration.ofMillis(1));
      answer.countDown();

      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      log.removeHandler(broken);
      log.setLevel(null);
    }

    assertThat(removed.getCount()).isEqualTo(1);
  }

  private static void failWithoutClasses() {
    throw new NoClassDefFoundError("injected");
  }

  /** Returns a thread that has begun to remove the announcement when its start returns. */
  private Thread startedThread(Runnable task) {
    Thread thread =
        new Thread(task) {
          @Override
          public void start() {
            super.start();
            await(removing);
          }
        };
    threads.add(thread);
    return thread;
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
