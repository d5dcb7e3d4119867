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
 * Publishes batches of events continuously on a thread of its own.
 *
 * <p>After an error it publishes the same batch again. Intake drops repeated ids.
 */
public final class Load implements AutoCloseable {
  private final Broker broker;
  private final Supplier<List<Event>> batches;
  private final Queue<Event> published = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Instant> takenAt = new ConcurrentHashMap<>();
  private final PeriodicTask repeated;
  private List<Event> batch;
  private Producer producer;

  /** Starts to publish batches at this pace. */
  public Load(Broker broker, Duration pace, Supplier<List<Event>> batches) {
    this.broker = broker;
    this.batches = batches;
    this.batch = batches.get();
    this.repeated = new PeriodicTask(pace, this::publish);
  }

  /** Returns the number of events that the broker has accepted. */
  public int count() {
    return published.size();
  }

  /** Returns when the broker had accepted the event. */
  public Instant takenAt(Event event) {
    return takenAt.get(event.messageId());
  }

  /** Stops after the current batch and returns all events that the broker has accepted. */
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
