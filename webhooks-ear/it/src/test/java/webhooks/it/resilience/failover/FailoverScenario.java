package webhooks.it.resilience.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;

/**
 * A fail-over under load.
 *
 * @param slowestAnswer the bound on the time of the API's answers meanwhile
 */
record FailoverScenario(TestEnvironment environment, Duration slowestAnswer) {
  private static final int SUBSCRIBERS = 4;
  private static final int STEADY = 3 * SteadyLoad.EVENTS_PER_SECOND;

  /**
   * Makes the primary fail while events are published, and checks that nothing is lost.
   *
   * @param failure makes the primary fail, and returns when it failed
   * @param accepting waits until the standby accepts writes, and returns when it did
   */
  void losesNothing(String title, Supplier<Instant> failure, Supplier<Instant> accepting) {
    List<Subscriber> subscribers =
        Stream.generate(() -> Subscriber.healthy(environment, environment.receiver().inbox()))
            .limit(SUBSCRIBERS)
            .toList();
    FailoverCount count = new FailoverCount(title, subscribers, environment.database());
    try (Load load = SteadyLoad.start(environment.broker(), subscribers);
        NodeWatch watch = new NodeWatch(environment.product(), subscribers.get(0))) {
      count.awaitDeliveries(STEADY);
      CompletableFuture<Instant> takeover = CompletableFuture.supplyAsync(accepting);
      Instant failed = failure.get();
      FailoverCount.Failover failover = new FailoverCount.Failover(failed, takeover.join());
      count.awaitDeliveries(STEADY);
      List<Event> published = load.end();
      count.awaitAll(published);
      watch.check(title, slowestAnswer);
      count.check(published, load, failover);
    }
  }
}
