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

  /** The requests that have a thread and have not ended. */
  private final Queue<Runnable> threads = new ArrayDeque<>();

  private final List<String> ended = new ArrayList<>();
  private final RequestQueue queue = new RequestQueue(threads::add, THREADS);

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
          address("10.0.0.1"), () -> queue.offer(address("10.0.0.1"), () -> order.add("b")));
    }
    queue.offer(address("10.0.0.1"), () -> order.add("a"));

    endAll();

    assertThat(order).containsExactly("a", "b", "b", "b");
  }

  @Test
  void refusesWhatHasNoPlaceInTheShareOfItsAddress() {
    int places = RequestQueue.MAX_WAITING - RequestQueue.MAX_WAITING / 4;
    offer("10.0.0.1", SHARE + places);

    assertThat(queue.offer(address("10.0.0.1"), () -> {})).isFalse();
    assertThat(queue.offer(address("10.0.0.2"), () -> {})).isTrue();
  }

  @Test
  void refusesAllWhenAllPlacesAreTaken() {
    int places = RequestQueue.MAX_WAITING - RequestQueue.MAX_WAITING / 4;
    offer("10.0.0.1", SHARE + places);
    offer("10.0.0.2", THREADS - SHARE + RequestQueue.MAX_WAITING - places);

    assertThat(queue.offer(address("10.0.0.3"), () -> {})).isFalse();

    threads.remove().run();

    assertThat(queue.offer(address("10.0.0.3"), () -> {})).isTrue();
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
        });
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
      assertThat(stopped.offer(address("10.0.0.1"), () -> ended.add("never"))).isTrue();
    }
    assertThat(ended).isEmpty();
  }

  private void offer(String address, int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(queue.offer(address(address), () -> ended.add(address))).isTrue();
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
}
