package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.ShiftedClock;

/** Runs a node with a jumping clock beside a node with the right time. */
@OnMicro
@OnPostgres
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockJumpIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Artemis broker = new Artemis("clock-broker").start();
  private final TestEnvironment environment =
      TestEnvironment.ofNodes(
          "clock", broker, Product.named("clock-right"), Product.named("clock-jumping"));
  private final ShiftedClock clock = new ShiftedClock(environment.nodes().get(1));

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void leasesAndRetriesFollowTheDatabasesClock() {
    String schedule = String.join(",", Collections.nCopies(9, RETRY.toString()));
    environment.nodes().forEach(node -> node.with("webhooks.delivery.retry-schedule", schedule));
    environment.start();
    // Slow enough that each node always has deliveries in flight.
    Inbox slow = environment.receiver().inbox().delayBy(Duration.ofMillis(500));
    Inbox failing = environment.receiver().inbox().failEvery(7);
    List<Subscriber> subscribers =
        List.of(Subscriber.healthy(environment, slow), Subscriber.healthy(environment, failing));

    try (Load load = load(subscribers)) {
      awaitMore(load);
      for (Duration shift : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
        clock.jumpTo(shift);
        await("a request signed at a shifted time")
            .atMost(LIMIT)
            .until(() -> slow.receipts().stream().anyMatch(receipt -> isSignedAt(receipt, shift)));
        awaitMore(load);
      }
      ChaosCount count = new ChaosCount(subscribers, load.end());
      count.awaitEnd(environment.database(), LIMIT);

      Map<String, Integer> duplicates = count.duplicates(this::explains);
      Progress.say(
          "clock jumps: %d sent, lost %d, duplicates %s",
          count.sent(), count.lost().size(), duplicates);
    }
    assertThat(retryWaits(failing)).isNotEmpty().allMatch(ClockJumpIT::matchesSchedule);
  }

  /** Explains a repetition by the time-out that a jump of the clock causes for an open request. */
  private Optional<String> explains(Receipt first, Receipt again) {
    return environment.database().timedOut(first.id())
        ? Optional.of("timed out")
        : Optional.empty();
  }

  private Load load(List<Subscriber> subscribers) {
    return new Load(
        broker, Duration.ofMillis(100), () -> subscribers.stream().map(Subscriber::event).toList());
  }

  /** Enough events that both nodes deliver some. */
  private static void awaitMore(Load load) {
    int before = load.count();
    await("load").atMost(LIMIT).until(() -> load.count() > before + 200);
  }

  private static boolean isSignedAt(Receipt receipt, Duration shift) {
    Instant signed = Instant.ofEpochSecond(Long.parseLong(receipt.header("webhook-timestamp")));
    return Duration.between(receipt.arrived().plus(shift), signed).abs().toSeconds() < 60;
  }

  /** Returns the waits after each failed attempt, by the receiver's clock. */
  private static List<Duration> retryWaits(Inbox inbox) {
    return inbox.byId().values().stream()
        .filter(receipts -> receipts.size() > 1)
        .map(
            receipts ->
                Duration.between(
                    receipts.get(0).answeredAt().orElseThrow(), receipts.get(1).arrived()))
        .toList();
  }

  /** Returns whether the wait is within the jitter and the delay of a busy machine. */
  private static boolean matchesSchedule(Duration wait) {
    return wait.compareTo(RETRY.multipliedBy(8).dividedBy(10)) >= 0
        && wait.compareTo(RETRY.plusSeconds(15)) < 0;
  }
}
