package webhooks.it.harness.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;
import webhooks.it.harness.Progress;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;

/**
 * Compares the latency of a webhook without and with neighbours that load the product.
 *
 * <p>The bounds are ratios of one run, so that a busy machine does not break them.
 */
public final class LatencyComparison {
  private static final int MEASURED = Extent.of(300, 2_000);
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestEnvironment environment;
  private final String account;
  private final Inbox inbox;

  /**
   * Prepares the comparison by one measurement that warms up the product.
   *
   * @param inbox the inbox of all events of the account
   */
  public LatencyComparison(TestEnvironment environment, String account, Inbox inbox) {
    this.environment = environment;
    this.account = account;
    this.inbox = inbox;
    measure();
  }

  /**
   * Requires that neighbours at most double the latency, except for the slack, in one of three
   * rounds, because the machine can be busier for a while. Requires after each round that the
   * latency returns to the bound of the first.
   *
   * @param neighbours starts the neighbours and returns what ends them
   */
  public void assertNotDelayed(Duration slack, Supplier<Runnable> neighbours) {
    Latencies without = measure();
    Duration first = bound(without, slack);
    for (int round = 1; ; round++) {
      Runnable end = neighbours.get();
      // Warms up as before the first measurement, because compilation takes a core.
      measure();
      Latencies with = measure();
      end.run();
      Latencies after = awaitLatencyBelow(first);
      Progress.say("latency without neighbours: %s; with: %s; after: %s", without, with, after);
      if (with.p99().compareTo(bound(without, slack)) < 0) {
        return;
      }
      assertThat(round).as("latency within its bound in one of the rounds").isLessThan(ROUNDS);
      without = after;
    }
  }

  private static Duration bound(Latencies latencies, Duration slack) {
    return latencies.p99().multipliedBy(2).plus(slack);
  }

  private Latencies awaitLatencyBelow(Duration bound) {
    return await("the latency of before the neighbours")
        .atMost(LIMIT)
        .until(this::measure, each -> each.p99().compareTo(bound) < 0);
  }

  private Latencies measure() {
    return Latencies.measured(environment, account, inbox, MEASURED);
  }
}
