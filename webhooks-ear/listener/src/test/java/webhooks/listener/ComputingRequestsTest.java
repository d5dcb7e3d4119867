package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.listener.ManualThreads.caller;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests of a {@link RequestQueue} compute at once. */
class ComputingRequestsTest {
  private static final int THREADS = 16;
  private static final int MAX_COMPUTING = 4;
  private static final int SHARE = 3;

  /** The requests that have a thread and have not ended. */
  private final ManualThreads threads = new ManualThreads();

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
    threads.endAll();
    assertThat(ended).hasSize(21);
  }

  @Test
  void longRequestLeavesItsPlaceToOthers() {
    offer("10.0.0.1", 10);
    clock.advance(RunningRequest.MAX_COMPUTING.minus(RequestQueue.CHECK_INTERVAL));
    assertThat(threads).hasSize(SHARE);

    clock.advance(RequestQueue.CHECK_INTERVAL);

    assertThat(threads).hasSize(2 * SHARE);
    clock.advance(RunningRequest.MAX_COMPUTING);
    assertThat(threads).hasSize(3 * SHARE);
  }

  @Test
  void requestWhoseThreadWaitsLeavesItsPlaceToOthers() throws InterruptedException {
    CountDownLatch lock = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicBoolean ends = new AtomicBoolean();
    Thread thread =
        begin(
            () -> {
              awaitUninterruptibly(lock);
              goesOn.countDown();
              while (!ends.get()) {
                Thread.onSpinWait();
              }
            });
    await().until(() -> thread.getState() == Thread.State.WAITING);
    offer("10.0.0.1", SHARE + 1);
    assertThat(threads).hasSize(SHARE - 1);

    clock.advance(RequestQueue.CHECK_INTERVAL);

    assertThat(threads).hasSize(SHARE);
    lock.countDown();
    goesOn.await();
    clock.advance(RequestQueue.CHECK_INTERVAL);
    threads.remove().run();
    assertThat(threads).hasSize(SHARE - 1);
    ends.set(true);
    thread.join();
    assertThat(threads).hasSize(SHARE);
  }

  @Test
  void requestWhoseThreadHasABlockerLeavesItsPlaceToOthers() throws InterruptedException {
    CountDownLatch blocks = new CountDownLatch(1);
    AtomicBoolean ends = new AtomicBoolean();
    Thread thread =
        begin(
            () -> {
              LockSupport.setCurrentBlocker(this);
              blocks.countDown();
              while (!ends.get()) {
                Thread.onSpinWait();
              }
              LockSupport.setCurrentBlocker(null);
            });
    blocks.await();
    offer("10.0.0.1", SHARE);
    assertThat(threads).hasSize(SHARE - 1);

    clock.advance(RequestQueue.CHECK_INTERVAL);

    assertThat(threads).hasSize(SHARE);
    ends.set(true);
    thread.join();
  }

  /** Offers a request and begins it on a thread of its own. */
  private Thread begin(Runnable request) {
    queue.offer(caller("10.0.0.1"), request, () -> {});
    Thread thread = new Thread(threads.remove());
    thread.start();
    return thread;
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
      clock.advance(RunningRequest.MAX_COMPUTING);
    }
    assertThat(threads).hasSize(RequestQueue.share(THREADS));

    offer("10.0.0.2", 1);

    assertThat(threads).hasSize(RequestQueue.share(THREADS) + 1);
  }

  @Test
  void requestThatEndedDoesNotCompute() {
    offer("10.0.0.1", 2 * SHARE);
    clock.advance(RunningRequest.MAX_COMPUTING.dividedBy(2));

    for (int i = 0; i < SHARE; i++) {
      threads.remove().run();
    }

    assertThat(threads).hasSize(SHARE);
    assertThat(ended).hasSize(SHARE);
    clock.advance(RunningRequest.MAX_COMPUTING.dividedBy(2));
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
      queue.offer(caller(address), () -> ended.add(address), () -> {});
    }
  }
}
