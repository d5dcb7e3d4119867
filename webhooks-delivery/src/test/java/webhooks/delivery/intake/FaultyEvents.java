package webhooks.delivery.intake;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import webhooks.domain.FiredEvents;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.Event;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.IngestResult;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;

/** Stores events in real transactions that fail before and after their commit. */
final class FaultyEvents extends EventIngest {
  private final TestDatabase database;
  private final InjectedFaults faults;
  private final AtomicInteger refusedAlone = new AtomicInteger();
  private volatile UUID poison;
  private volatile OptionalInt maxDeliveries = OptionalInt.empty();
  private volatile Consumer<List<Event>> beforeCommit = events -> {};

  FaultyEvents(
      TestDatabase database,
      Subscriptions subscriptions,
      Settings settings,
      InjectedFaults faults) {
    super(database.database(), subscriptions, settings, new NoChangeLock(), new FiredEvents());
    this.database = database;
    this.faults = faults;
  }

  /** Makes the database refuse an event. */
  void refuse(UUID eventId) {
    poison = eventId;
  }

  /** Lowers the maximum number of deliveries in a transaction of several events. */
  void limitDeliveries(int max) {
    maxDeliveries = OptionalInt.of(max);
  }

  /** Calls a consumer with the stored events of each transaction; it may let the commit fail. */
  void beforeCommit(Consumer<List<Event>> called) {
    beforeCommit = called;
  }

  /** Returns how often the refused event was the only one of its batch. */
  int refusedAlone() {
    return refusedAlone.get();
  }

  @Override
  protected int maxDeliveries() {
    return maxDeliveries.orElseGet(super::maxDeliveries);
  }

  @Override
  public IngestResult accept(List<Event> events, Map<UUID, String> formerAccounts, Slots slots) {
    faults.pass(InjectedFaults.Point.DATABASE_CONNECTION);
    IngestResult accepted =
        database.inTransaction(
            () -> {
              IngestResult stored = acceptUnlessRefused(events, formerAccounts, slots);
              faults.pass(InjectedFaults.Point.BEFORE_DATABASE_COMMIT);
              return stored;
            });
    faults.pass(InjectedFaults.Point.AFTER_DATABASE_COMMIT);
    return accepted;
  }

  private IngestResult acceptUnlessRefused(
      List<Event> events, Map<UUID, String> formerAccounts, Slots slots) {
    IngestResult accepted = super.accept(events, formerAccounts, slots);
    beforeCommit.accept(events.subList(0, accepted.processed()));
    if (events.stream().anyMatch(event -> event.id().equals(poison))) {
      refusedAlone.addAndGet(events.size() == 1 ? 1 : 0);
      throw new DatabaseFailure(new SQLException("injected: invalid byte sequence", "22021"));
    }
    return accepted;
  }
}
