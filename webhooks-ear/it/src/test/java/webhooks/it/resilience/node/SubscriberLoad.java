package webhooks.it.resilience.node;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.environment.Subscriber;

/** Publishes more than two hundred events a second, each to a subscriber that a seed chooses. */
final class SubscriberLoad {
  private static final int BATCH = 10;
  private static final Duration PACE = Duration.ofMillis(45);

  private SubscriberLoad() {}

  static Load start(Broker broker, List<Subscriber> subscribers, long seed) {
    Random random = new Random(seed);
    return new Load(
        broker,
        PACE,
        () ->
            Stream.generate(() -> subscribers.get(random.nextInt(subscribers.size())).event())
                .limit(BATCH)
                .toList());
  }
}
