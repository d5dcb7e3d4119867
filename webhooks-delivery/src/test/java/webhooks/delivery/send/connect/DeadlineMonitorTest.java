package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations end at their own deadlines. */
@Timeout(60)
class DeadlineMonitorTest {
  private static final Duration EVER = Duration.ofHours(1);

  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final DeadlineMonitor deadlines = new DeadlineMonitor(EVER, Thread::new);

  private record Operation(
      String name, long startedNanos, Duration timeout, BlockingQueue<String> ended)
      implements DeadlineMonitor.Expirable {
    @Override
    public void expire(boolean nodeBusy) {
      ended.add(name);
    }
  }

  private Operation add(String name, Duration timeout) {
    Operation added = new Operation(name, System.nanoTime(), timeout, ended);
    deadlines.add(added);
    return added;
  }

  private String next() throws InterruptedException {
    return ended.poll(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void laterOperationWithShorterTimeOutEndsFirst() throws Exception {
    add("never", EVER);
    add("second", Duration.ofSeconds(2));
    add("first", Duration.ofMillis(50));

    assertThat(next()).isEqualTo("first");
    assertThat(next()).isEqualTo("second");
    assertThat(ended).isEmpty();
  }

  @Test
  void removedOperationDoesNotEnd() throws Exception {
    Operation removed = add("removed", Duration.ofMillis(200));
    add("alike", Duration.ofMillis(200));
    deadlines.remove(removed);
    deadlines.remove(add("alone", Duration.ofMillis(100)));

    assertThat(next()).isEqualTo("alike");
    assertThat(ended).isEmpty();
    add("after", Duration.ofMillis(100));
    assertThat(next()).isEqualTo("after");
  }
}
