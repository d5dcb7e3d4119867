package webhooks.domain.delivery.queue;

import webhooks.domain.FiredEvents;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEventObserver;

/** Calls an observer in the transaction that fires the event, as the container does. */
final class ObservedEvents extends FiredEvents {
  private final OperationalEventObserver observer;

  ObservedEvents(TestDatabase database) {
    this.observer = new OperationalEventObserver(database.database());
  }

  @Override
  public void fire(Object event) {
    super.fire(event);
    if (event instanceof DeliveriesExhausted exhausted) {
      observer.exhausted(exhausted);
    }
  }
}
