package webhooks.domain.delivery.queue;

import jakarta.enterprise.event.Event;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.webhook.PendingDeactivations;

/** Runs each call in a transaction of its own, as the container does. */
final class TransactionalStreaks extends FailureStreaks {
  private final TestDatabase database;

  TransactionalStreaks(
      TestDatabase database, PendingDeactivations deactivations, Event<Object> events) {
    super(database.database(), deactivations, events);
    this.database = database;
  }

  @Override
  public void add(Map<UUID, FailureSum> sums) {
    database.inTransaction(
        () -> {
          super.add(sums);
          return null;
        });
  }
}
