package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests of a {@link RequestQueue} compute at once. */
class ComputingRequestsTest {
  private static final int THREADS = 16;
  private static final int MAX_COMPUTING = 4;
  private static final int SHARE = 3;

  /** The requests that have a thread and have not ended. */
  private final Queue<Runnable> threads = new ArrayDeque<>();

  private final List<String> ended = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final RequestQueue queue = new RequestQueue(threads::add, THREADS, MAX_COMPUTING, clock);

  @Test
  void fewRequestsComputeAtOnce() {
    offer("10.0.0.1", 10);
    assertThat(threads).hasSize(SHARE);
    offer("10.0.0.2", 10);
    offer("10.0.0.3", 1);

    assertThat(threads).hasSize(MAX_COMPUTING);
    endAll();
    assertThat(ended).hasSize(21);
  }

  @Test
  void longRequestLeavesItsPlaceToOthers() {
    offer("10.0.0.1", 10);
    clock.advance(RequestQueue.MAX_COMPUTING_NANOS - RequestQueue.LOOK_NANOS);
    assertThat(threads).hasSize(SHARE);

    clock.advance(RequestQueue.LOOK_NANOS);

    assertThat(threads).hasSize(2 * SHARE);
    clock.advance(RequestQueue.MAX_COMPUTING_NANOS);
    assertThat(threads).hasSize(3 * SHARE);
  }

  @Test
  void requestWhoseThreadWaitsLeavesItsPlaceToOthers() {
    CountDownLatch lock = new CountDownLatch(1);
    queue.offer(address("10.0.0.1"), 0, () -> awaitUninterruptibly(lock), () -> {});
    offer("10.0.0.1", SHARE);
    assertThat(threads).hasSize(SHARE);
    Thread thread = new Thread(threads.remove());
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);

    clock.advance(RequestQueue.LOOK_NANOS);

    assertThat(threads).hasSize(SHARE);
    lock.countDown();
    await().until(() -> !thread.isAlive());
    offer("10.0.0.1", 1);
    assertThat(threads).hasSize(SHARE);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void longRequestsHaveABoundToo() {
    offer("10.0.0.1", RequestQueue.MAX_WAITING);
    for (int i = 0; i < 10 * THREADS; i++) {
      clock.advance(RequestQueue.MAX_COMPUTING_NANOS);
    }
    assertThat(threads).hasSize(ClientNetwork.share(THREADS));

    offer("10.0.0.2", 1);

    assertThat(threads).hasSize(ClientNetwork.share(THREADS) + 1);
  }

  @Test
  void requestThatEndedDoesNotCompute() {
    offer("10.0.0.1", 2 * SHARE);
    clock.advance(RequestQueue.MAX_COMPUTING_NANOS / 2);

    for (int i = 0; i < SHARE; i++) {
      threads.remove().run();
    }

    assertThat(threads).hasSize(SHARE);
    assertThat(ended).hasSize(SHARE);
    clock.advance(RequestQueue.MAX_COMPUTING_NANOS / 2);
    offer("10.0.0.1", 1);
    assertThat(threads).hasSize(SHARE);
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 16", "2, 64, 16", "8, 64, 32", "64, 64, 64", "2, 4, 4"})
  void moreProcessorsComputeMoreRequests(int processors, int maxRunning, int computing) {
    assertThat(RequestQueue.maxComputing(processors, maxRunning)).isEqualTo(computing);
  }

  private void offer(String address, int requests) {
    for (int i = 0; i < requests; i++) {
      queue.offer(address(address), 0, () -> ended.add(address), () -> {});
    }
  }

  private void endAll() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  private static ClientNetwork address(String literal) {
    try {
      return ClientNetwork.of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A clock that a test advances. */
  private static final class ManualClock implements WakeClock {
    private long now;
    private long due = Long.MAX_VALUE;
    private Runnable task = () -> {};

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void wake(long afterNanos, Runnable woken) {
      due = now + afterNanos;
      task = woken;
    }

    void advance(long nanos) {
      long end = now + nanos;
      while (due <= end) {
        now = due;
        due = Long.MAX_VALUE;
        task.run();
      }
      now = end;
    }
  }
}
