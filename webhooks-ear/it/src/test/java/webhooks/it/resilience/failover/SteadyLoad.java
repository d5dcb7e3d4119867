package webhooks.it.resilience.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.environment.Subscriber;

/**
 * Publishes a thousand events a second by JMS. After an outage of the broker it also publishes the
 * events of that time, as producers do that keep what they could not publish.
 */
final class SteadyLoad {
  static final int EVENTS_PER_SECOND = 1_000;

  private static final Duration PACE = Duration.ofMillis(50);
  private static final int MAX_BATCH = 500;

  private final List<Subscriber> subscribers;
  private final Instant begin = Instant.now();
  private long created;

  private SteadyLoad(List<Subscriber> subscribers) {
    this.subscribers = subscribers;
  }

  /** Starts to publish events, to each subscriber in turn. */
  static Load start(Broker broker, List<Subscriber> subscribers) {
    return new Load(broker, PACE, new SteadyLoad(subscribers)::dueEvents);
  }

  private List<Event> dueEvents() {
    long due =
        Duration.between(begin, Instant.now()).toMillis() * EVENTS_PER_SECOND / 1_000 - created;
    int count = (int) Math.max(0, Math.min(MAX_BATCH, due));
    List<Event> events =
        IntStream.range(0, count)
            .mapToObj(index -> subscribers.get(index % subscribers.size()).event())
            .toList();
    created += count;
    return events;
  }
}
