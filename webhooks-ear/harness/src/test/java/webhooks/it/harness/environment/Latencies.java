package webhooks.it.harness.environment;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Measures the time from an event's publication to its arrival. */
public final class Latencies {
  private static final int PER_STEP = 5;
  private static final Duration STEP = Duration.ofMillis(25);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final List<Duration> sorted;

  private Latencies(List<Duration> latencies) {
    sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
  }

  /**
   * Publishes about two hundred events per second until this many are sent.
   *
   * @param inbox the inbox of all events of the account
   */
  public static Latencies measured(
      TestEnvironment environment, String account, Inbox inbox, int count) {
    Map<UUID, Instant> sent = new ConcurrentHashMap<>();
    PeriodicTask publishing =
        new PeriodicTask(
            STEP,
            () -> {
              List<Event> events = Events.ofAccount(account, PER_STEP);
              events.forEach(event -> sent.put(event.messageId(), Instant.now()));
              environment.producer().publish(events);
            });
    await("all were sent").atMost(LIMIT).until(() -> sent.size() >= count);
    publishing.close();
    await("all arrived").atMost(LIMIT).until(() -> missing(sent, inbox), List::isEmpty);
    List<Duration> latencies = new ArrayList<>();
    for (Receipt receipt : inbox.receipts()) {
      Instant begin = sent.remove(UUID.fromString(receipt.id()));
      if (begin != null) {
        latencies.add(Duration.between(begin, receipt.arrived()));
      }
    }
    return new Latencies(latencies);
  }

  /** Returns the ids of the events that have not arrived. */
  private static List<UUID> missing(Map<UUID, Instant> sent, Inbox inbox) {
    return sent.keySet().stream().filter(id -> !inbox.received(id)).toList();
  }

  public Duration p99() {
    return of(0.99);
  }

  private Duration of(double share) {
    return sorted.get((int) (share * (sorted.size() - 1)));
  }

  @Override
  public String toString() {
    return "p50 %d ms, p99 %d ms".formatted(of(0.5).toMillis(), p99().toMillis());
  }
}
