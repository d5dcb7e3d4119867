package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of new connections, and how fast they follow each other. */
@Timeout(60)
class ConnectionTurnsTest {
  private static final Duration EVER = Duration.ofHours(1);
  private static final Duration LONG_BEGINNING = Duration.ofSeconds(1);

  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final ConnectionTurns turns = new ConnectionTurns(1);
  private Duration timeout = EVER;

  /** A connection that reports what happens to it. */
  private record Reporting(String name, boolean isOver, BlockingQueue<String> reports)
      implements ConnectionTurns.Opening {
    @Override
    public void begin() {
      reports.add(name);
    }

    @Override
    public void failed(Exception cause) {
      assertThat(cause).isInstanceOf(SocketTimeoutException.class);
      reports.add(name + " failed");
    }

    @Override
    public void cancelled() {
      reports.add(name + " cancelled");
    }
  }

  @AfterEach
  void close() {
    turns.close();
  }

  @Test
  void accountsTakeTurns() throws Exception {
    add("a", 3);
    add("b", 2);
    add("c", 1);
    turns.start(Thread::new);

    assertThat(next(6)).containsExactly("a0", "b0", "c0", "a1", "b1", "a2");
  }

  @Test
  void connectionsAreOpenedAtIntervals() throws Exception {
    makeSlow();
    add("a", 3);
    long begin = System.nanoTime();
    turns.start(Thread::new);

    assertThat(next(3)).containsExactly("a0", "a1", "a2");
    // The turn before the first one may have been some milliseconds ago.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(turns.interval());
  }

  @Test
  void intervalFollowsWhatHandshakesNeed() {
    makeSlow();
    Duration slow = turns.interval();
    for (int i = 0; i < 100; i++) {
      turns.began(Duration.ofMillis(1).toNanos());
    }

    assertThat(turns.interval())
        .isBetween(Duration.ofMillis(6), Duration.ofMillis(7))
        .isLessThan(slow);
  }

  /** Whatever holds the threads up, some are opened in each second. */
  @Test
  void intervalIsBounded() {
    makeSlow();

    assertThat(turns.interval()).isLessThanOrEqualTo(Duration.ofMillis(60));
  }

  @Test
  void processorsShareTheIntervals() {
    assertThat(new ConnectionTurns(8).interval()).isEqualTo(turns.interval().dividedBy(8));
  }

  /** A turn for each of them would take two minutes. */
  @Test
  void connectionsWithoutATurnInTimeFailAtOnce() throws Exception {
    timeout = Duration.ZERO;
    makeSlow();
    List<Reporting> many = add("a", 2000);
    turns.start(Thread::new);

    assertThat(next(2000)).isEqualTo(many.stream().map(one -> one.name() + " failed").toList());
  }

  /** A turn for each of them would take two minutes. */
  @Test
  void connectionThatIsOverTakesNoTurn() throws Exception {
    makeSlow();
    for (int i = 0; i < 2000; i++) {
      turns.add("a", EVER, new Reporting("over", true, reports));
    }
    add("a", 1);
    turns.start(Thread::new);

    assertThat(next(1)).containsExactly("a0");
  }

  @Test
  void closedTurnsCancelWhatWaits() throws Exception {
    add("a", 1);
    turns.close();
    add("b", 1);

    assertThat(next(2)).containsExactly("a0 cancelled", "b0 cancelled");
  }

  private void makeSlow() {
    for (int i = 0; i < 100; i++) {
      turns.began(LONG_BEGINNING.toNanos());
    }
  }

  private List<Reporting> add(String account, int count) {
    List<Reporting> added =
        IntStream.range(0, count)
            .mapToObj(i -> new Reporting(account + i, false, reports))
            .toList();
    added.forEach(connection -> turns.add(account, timeout, connection));
    return added;
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(reports.poll(30, TimeUnit.SECONDS));
    }
    return next;
  }
}
