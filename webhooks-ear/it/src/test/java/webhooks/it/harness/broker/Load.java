package webhooks.it.harness.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;

/**
 * Publishes all the time, whatever happens to the broker, on a thread of its own.
 *
 * <p>A batch that may not have got through is published again, as its events have ids.
 */
public final class Load implements AutoCloseable {
  private final Broker broker;
  private final Supplier<List<Event>> batches;
  private final Queue<Event> published = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Instant> takenAt = new ConcurrentHashMap<>();
  private final PeriodicTask repeated;
  private List<Event> batch;
  private Producer producer;

  /** Begins to publish a batch at this pace. */
  public Load(Broker broker, Duration pace, Supplier<List<Event>> batches) {
    this.broker = broker;
    this.batches = batches;
    this.batch = batches.get();
    this.repeated = new PeriodicTask(pace, this::publish);
  }

  /** How many events the broker has taken so far. */
  public int count() {
    return published.size();
  }

  /** When the broker had taken the event. */
  public Instant takenAt(Event event) {
    return takenAt.get(event.messageId());
  }

  /** Ends after the batch under way; returns all events that the broker has taken. */
  public List<Event> end() {
    close();
    return List.copyOf(published);
  }

  @Override
  public void close() {
    repeated.close();
    disconnect();
  }

  private void publish() {
    try {
      if (producer == null) {
        producer = broker.producer();
      }
      producer.publish(batch);
      Instant taken = Instant.now();
      batch.forEach(event -> takenAt.put(event.messageId(), taken));
      published.addAll(batch);
      batch = batches.get();
    } catch (IllegalStateException e) {
      // The broker does not answer.
      disconnect();
    }
  }

  private void disconnect() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
