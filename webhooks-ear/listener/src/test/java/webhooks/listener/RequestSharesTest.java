package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.listener.ManualThreads.caller;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How accounts and networks share a {@link RequestQueue}. */
class RequestSharesTest {
  private static final int THREADS = 4;
  private static final int SHARE = 3;

  /** The requests that have a thread and have not ended. */
  private final ManualThreads threads = new ManualThreads();

  private final List<String> ended = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final RequestQueue queue = new RequestQueue(threads::add, THREADS);

  /** A client can have a network of 48 bits, and many clients can share one. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8::2:0:0:3, 3, 11111122",
    "2001:db8::1, 2001:db8:0:1::1, 3, 11112121",
    "2001:db8::1, 2001:db8:1::1, 4, 11122111"
  })
  void networksOfSixtyFourBitsTakeTurnsInTheirSite(
      String one, String other, int running, String order) {
    offer(one, 6);
    offer(other, 2);

    assertThat(threads).hasSize(running);
    threads.endAll();
    assertThat(ended.stream().map(address -> address.equals(one) ? "1" : "2"))
        .containsExactly(order.split(""));
  }

  @Test
  void callersOfAnAccountTakeTurns() {
    offer("a/1", SHARE + 3);
    offer("a/2", 2);
    offer("a/3", 1);

    threads.endAll();

    assertThat(ended)
        .containsExactly("a/1", "a/1", "a/1", "a/1", "a/2", "a/3", "a/1", "a/2", "a/1");
  }

  /** A regression: each token had a turn, so an account with many tokens had as many turns. */
  @Test
  void accountHasOneTurnForAllItsCallers() {
    for (int client = 0; client < 40; client++) {
      offer("a/" + client, 10);
    }
    offer("b/1", 2);

    threads.endAll();

    assertThat(ended.indexOf("b/1")).isLessThan(THREADS);
    assertThat(ended.lastIndexOf("b/1")).isLessThan(THREADS + 2);
  }

  /** A regression: each address had a turn as an account has. */
  @Test
  void accountWaitsForOneNetworkBeforeEachTurn() {
    for (int i = 0; i < 400; i++) {
      offer("10.0." + i / 200 + "." + i % 200, 1);
    }
    offer("a/1", 3);

    threads.endAll();

    assertThat(ended.subList(THREADS, THREADS + 6)).filteredOn("a/1"::equals).hasSize(3);
  }

  @Test
  void accountDoesNotShutOutTheOthers() {
    offer("a/1", SHARE + RequestQueue.MAX_WAITING / 2);
    offer("a/2", RequestQueue.MAX_WAITING / 2);

    offer("a/3", 1);
    offer("b/1", 2);

    assertThat(refused).containsExactly("a/1", "a/2");
    threads.endAll();
    assertThat(ended.indexOf("b/1")).isLessThan(THREADS);
    assertThat(ended.indexOf("a/3")).isLessThan(2 * THREADS);
  }

  @Test
  void networksKeepQuarterOfThePlaces() {
    int quarter = RequestQueue.MAX_WAITING / 4;
    offer("a/1", SHARE + RequestQueue.MAX_WAITING);

    for (int i = 0; i <= quarter; i++) {
      offer("10.0." + i / 200 + "." + i % 200, 1);
    }

    // One of them got the last thread.
    assertThat(refused).hasSize(quarter).containsOnly("a/1");
    offer("10.1.0.1", 1);
    offer("b/1", 1);
    assertThat(refused.get(quarter)).startsWith("10.0.0.");
    assertThat(refused.subList(quarter + 1, refused.size())).containsExactly("a/1");
  }

  @Test
  void networksGiveMoreThanTheirQuarterToAccounts() {
    int places = RequestQueue.MAX_WAITING;
    for (int i = 0; i < THREADS + places; i++) {
      offer("10." + i / 62_500 + "." + i / 250 % 250 + "." + i % 250, 1);
    }

    offer("a/1", places);

    assertThat(refused).hasSize(places);
    assertThat(refused).filteredOn("a/1"::equals).hasSize(places / 4);
  }

  @Test
  void callerWithAsManyAsTheOthersIsRefused() {
    for (int caller = 0; caller < SHARE + RequestQueue.MAX_WAITING; caller++) {
      offer("a/" + caller, 1);
    }

    offer("a/" + SHARE, 1);

    assertThat(refused).containsExactly("a/" + SHARE);
  }

  private void offer(String caller, int requests) {
    for (int i = 0; i < requests; i++) {
      queue.offer(caller(caller), () -> ended.add(caller), () -> refused.add(caller));
    }
  }
}
