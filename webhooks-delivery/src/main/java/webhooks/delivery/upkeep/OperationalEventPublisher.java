package webhooks.delivery.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventOutbox;

/**
 * Publishes operational events to the operators' topic.
 *
 * <p>An event is deleted after the broker has it. A crash between the two repeats it, so that none
 * is lost. Events that the broker did not take are claimed again when their claim ends. Until then
 * there may be nothing to claim, which says nothing about the broker. So after a failure each run
 * fails until one publishes or no events wait, and the worker logs one warning for an outage.
 */
public final class OperationalEventPublisher implements Runnable {
  private final OperationalEventOutbox outbox;
  private final Topic topic;
  private final StopSignal stop;

  /** Why the last try failed; null if it did not. */
  private RuntimeException failure;

  /** Publishes events. */
  @FunctionalInterface
  public interface Topic {
    /**
     * Publishes all of the events, or none of them.
     *
     * @throws IOException if the broker did not take them
     */
    void publish(List<OperationalEvent> events) throws IOException;
  }

  /** Creates a publisher. */
  public OperationalEventPublisher(OperationalEventOutbox outbox, Topic topic, StopSignal stop) {
    this.outbox = outbox;
    this.topic = topic;
    this.stop = stop;
  }

  /**
   * Publishes all events, in steps, until there are none to claim or delivery stops.
   *
   * @throws UncheckedIOException if the broker took no events at the last try, in this run or
   *     before
   * @throws RuntimeException if the last try failed for another reason, or the database failed
   */
  @Override
  public void run() {
    List<OperationalEvent> claimed = outbox.claim();
    if (claimed.isEmpty() && failure != null) {
      if (outbox.isEmpty()) {
        // Another node has published them.
        failure = null;
        return;
      }
      throw failure;
    }
    while (!claimed.isEmpty()) {
      publish(claimed);
      outbox.delete(claimed);
      claimed = stop.isSet() ? List.of() : outbox.claim();
    }
  }

  private void publish(List<OperationalEvent> events) {
    try {
      topic.publish(events);
      failure = null;
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
      throw failure;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
