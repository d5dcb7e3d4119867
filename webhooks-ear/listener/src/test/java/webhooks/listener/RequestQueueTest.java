package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestQueueTest {
  private static final int THREADS = 4;
  private static final int SHARE = 3;
  private static final int MANY_THREADS = 16;

  /** The requests that have a thread and have not ended. */
  private final Queue<Runnable> threads = new ArrayDeque<>();

  private final List<String> ended = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final RequestQueue queue = new RequestQueue(threads::add, THREADS);
  private final ManualClock clock = new ManualClock();

  @Test
  void keepsLastQuarterOfThreadsForOtherAddresses() {
    offer("10.0.0.1", 10);
    assertThat(threads).hasSize(SHARE);

    offer("10.0.0.2", 10);

    assertThat(threads).hasSize(THREADS);
  }

  @Test
  void servesAddressesInTurn() {
    offer("10.0.0.1", 5);
    offer("10.0.0.2", 2);
    offer("10.0.0.3", 1);

    endAll();

    assertThat(ended.stream().map(address -> address.charAt(7)))
        .containsExactly('1', '1', '1', '2', '2', '3', '1', '1');
  }

  /** As a connection does that sent many requests at once. */
  @Test
  void requestThatFollowsAnAnswerWaitsForAllOthers() {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < SHARE; i++) {
      queue.offer(
          address("10.0.0.1"),
          () -> queue.offer(address("10.0.0.1"), () -> order.add("b"), () -> {}),
          () -> {});
    }
    queue.offer(address("10.0.0.1"), () -> order.add("a"), () -> {});

    endAll();

    assertThat(order).containsExactly("a", "b", "b", "b");
  }

  @Test
  void fewFreshRequestsRunAtOnce() {
    RequestQueue many = withFresh(THREADS);

    offer(many, "10.0.0.1", 10);
    assertThat(threads).hasSize(SHARE);
    offer(many, "10.0.0.2", 10);
    offer(many, "10.0.0.3", 1);

    assertThat(threads).hasSize(THREADS);
    endAll();
    assertThat(ended).hasSize(21);
  }

  @Test
  void requestThatWaitsForLongLeavesItsPlaceToOthers() {
    RequestQueue many = withFresh(THREADS);
    offer(many, "10.0.0.1", 10);
    clock.advance(RequestQueue.FRESH_NANOS - 1);
    assertThat(threads).hasSize(SHARE);

    clock.advance(1);

    assertThat(threads).hasSize(2 * SHARE);
    clock.advance(RequestQueue.FRESH_NANOS);
    assertThat(threads).hasSize(3 * SHARE);
  }

  @Test
  void requestsThatWaitHaveABoundToo() {
    RequestQueue many = withFresh(THREADS);
    offer(many, "10.0.0.1", RequestQueue.MAX_WAITING);
    for (int i = 0; i < 10 * MANY_THREADS; i++) {
      clock.advance(RequestQueue.FRESH_NANOS);
    }
    assertThat(threads).hasSize(ClientNetwork.share(MANY_THREADS));

    offer(many, "10.0.0.2", 1);

    assertThat(threads).hasSize(ClientNetwork.share(MANY_THREADS) + 1);
  }

  @Test
  void requestThatEndedNoLongerCountsAsFresh() {
    RequestQueue many = withFresh(THREADS);
    offer(many, "10.0.0.1", 2 * SHARE);
    clock.advance(RequestQueue.FRESH_NANOS / 2);

    for (int i = 0; i < SHARE; i++) {
      threads.remove().run();
    }

    assertThat(threads).hasSize(SHARE);
    assertThat(ended).hasSize(SHARE);
    clock.advance(RequestQueue.FRESH_NANOS / 2);
    offer(many, "10.0.0.1", 1);
    assertThat(threads).hasSize(SHARE);
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 16", "2, 64, 16", "8, 64, 32", "64, 64, 64", "2, 4, 4"})
  void moreProcessorsRunMoreFreshRequests(int processors, int maxRunning, int fresh) {
    assertThat(RequestQueue.maxFresh(processors, maxRunning)).isEqualTo(fresh);
  }

  @Test
  void refusesWhatHasNoPlace() {
    offer("10.0.0.1", SHARE + RequestQueue.MAX_WAITING);
    assertThat(refused).isEmpty();

    offer("10.0.0.1", 1);

    assertThat(refused).containsExactly("10.0.0.1");
  }

  @Test
  void twoAddressesShutOutNoOther() {
    int places = RequestQueue.MAX_WAITING - RequestQueue.MAX_WAITING / 4;
    offer("10.0.0.1", SHARE + places);
    offer("10.0.0.2", THREADS - SHARE + RequestQueue.MAX_WAITING - places);

    offer("10.0.0.3", 1);

    assertThat(refused).containsExactly("10.0.0.1");
    threads.remove().run();
    threads.remove().run();
    threads.remove().run();
    endAll();
    assertThat(ended.indexOf("10.0.0.3")).isLessThan(2 * THREADS);
  }

  @Test
  void refusesTheNewestRequestOfTheAddressThatHasTheMost() {
    List<Integer> order = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    for (int i = 0; i < SHARE + RequestQueue.MAX_WAITING; i++) {
      int number = i;
      queue.offer(address("10.0.0.1"), () -> order.add(number), () -> lost.add(number));
    }
    offer("10.0.0.2", THREADS - SHARE);

    offer("10.0.0.2", 2);

    endAll();
    assertThat(lost)
        .containsExactly(
            SHARE + RequestQueue.MAX_WAITING - 1, SHARE + RequestQueue.MAX_WAITING - 2);
    assertThat(order).hasSize(SHARE + RequestQueue.MAX_WAITING - lost.size()).isSorted();
    assertThat(refused).isEmpty();
  }

  @Test
  void manyAddressesShutOutNoOther() {
    offer("10.0.0.1", SHARE);
    offer("10.0.0.2", SHARE);
    for (int i = 0; i < RequestQueue.MAX_WAITING - 2; i++) {
      offer("10.1." + i / 256 + "." + i % 256, 1);
    }

    offer("10.2.0.1", 1);
    offer("10.2.0.2", 1);
    offer("10.2.0.3", 1);

    // First the address that has two waiting requests, then the first one of the others.
    assertThat(refused).hasSize(3).startsWith("10.0.0.2").doesNotContain("10.2.0.3");
    endAll();
    assertThat(ended).contains("10.2.0.1", "10.2.0.2", "10.2.0.3");
    assertThat(ended).hasSize(THREADS + RequestQueue.MAX_WAITING);
  }

  @ParameterizedTest
  @CsvSource({"2001:db8::1, 2001:db8::2:0:0:3, 3", "2001:db8::1, 2001:db8:0:1::1, 4"})
  void takesNetworkOfSixtyFourBitsForOneClient(String one, String other, int running) {
    offer(one, 3);
    offer(other, 3);

    assertThat(threads).hasSize(running);
  }

  @Test
  void requestThatFailsFreesItsThread() {
    queue.offer(
        address("10.0.0.1"),
        () -> {
          throw new IllegalStateException("expected");
        },
        () -> {});
    offer("10.0.0.1", SHARE);

    try {
      threads.remove().run();
    } catch (IllegalStateException e) {
      ended.add(e.getMessage());
    }

    assertThat(threads).hasSize(SHARE);
    assertThat(ended).containsExactly("expected");
  }

  @Test
  void forgetsRequestsOnceItsThreadsHaveStopped() {
    RequestQueue stopped =
        new RequestQueue(
            task -> {
              throw new RejectedExecutionException();
            },
            THREADS);

    for (int i = 0; i < 2 * RequestQueue.MAX_WAITING; i++) {
      stopped.offer(address("10.0.0.1"), () -> ended.add("never"), () -> refused.add("never"));
    }
    assertThat(ended).isEmpty();
    assertThat(refused).isEmpty();
  }

  private RequestQueue withFresh(int maxFresh) {
    return new RequestQueue(threads::add, MANY_THREADS, maxFresh, clock);
  }

  private void offer(String address, int requests) {
    offer(queue, address, requests);
  }

  private void offer(RequestQueue queue, String address, int requests) {
    for (int i = 0; i < requests; i++) {
      queue.offer(address(address), () -> ended.add(address), () -> refused.add(address));
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
  private static final class ManualClock implements RequestQueue.Clock {
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
      now += nanos;
      if (now >= due) {
        due = Long.MAX_VALUE;
        task.run();
      }
    }
  }
}
