package webhooks.delivery.upkeep;

import java.util.List;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventOutbox;

/**
 * Publishes operational events to the operators' topic.
 *
 * <p>An event is deleted after the broker has it. A crash between repeats it, so that none is lost.
 * Events that the broker did not take are claimed again when their claim ends.
 */
public final class OperationalEventPublisher implements Runnable {
  private final OperationalEventOutbox outbox;
  private final Topic topic;
  private final StopSignal stop;

  /** Publishes events. */
  @FunctionalInterface
  public interface Topic {
    /**
     * Publishes all of the events, or none of them.
     *
     * @throws jakarta.jms.JMSException if the broker did not take them
     */
    void publish(List<OperationalEvent> events) throws Exception;
  }

  /** Creates a publisher. */
  public OperationalEventPublisher(OperationalEventOutbox outbox, Topic topic, StopSignal stop) {
    this.outbox = outbox;
    this.topic = topic;
    this.stop = stop;
  }

  /** Publishes all events, in steps, until there are none or delivery stops. */
  @Override
  public void run() {
    List<OperationalEvent> claimed = outbox.claim();
    while (!claimed.isEmpty()) {
      publish(claimed);
      outbox.delete(claimed);
      claimed = stop.isSet() ? List.of() : outbox.claim();
    }
  }

  private void publish(List<OperationalEvent> events) {
    try {
      topic.publish(events);
    } catch (Exception e) {
      throw new IllegalStateException("The operators' topic took no events", e);
    }
  }
}
