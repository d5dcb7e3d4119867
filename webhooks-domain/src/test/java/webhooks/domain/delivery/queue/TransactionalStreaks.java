package webhooks.domain.delivery.queue;

import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;

/** Runs each call in a transaction of its own, as the container does. */
final class TransactionalStreaks extends FailureStreaks {
  private final TestDatabase database;

  TransactionalStreaks(TestDatabase database, Event<Object> events) {
    super(database.database(), events);
    this.database = database;
  }

  @Override
  public List<UUID> add(Map<UUID, FailureSum> sums) {
    return database.inTransaction(() -> super.add(sums));
  }
}
