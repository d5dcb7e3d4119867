package webhooks.domain.event.ingest;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.lock.ChangeLock;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.NewDeliveries;
import webhooks.domain.directory.DirectoryTable;
import webhooks.domain.event.Event;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;

/**
 * Accepts events: stores each once, with a delivery for each webhook that it matches, and updates
 * the directory of iTwins.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class EventIngest {
  /**
   * The maximum number of deliveries in a transaction of several events. An owner may have 10,000
   * webhooks that all match, so a batch could have millions of deliveries. A transaction of this
   * size takes half a second on PostgreSQL and up to four seconds on H2. Its leases begin with it
   * and last ten seconds longer than the time-out, also a short one, so enough time is left for the
   * attempts. A larger maximum would gain little, because a commit is only a small part of this
   * time.
   */
  static final int MAX_DELIVERIES = 20_000;

  /**
   * The maximum number of deliveries of a request that is stored with others, so that the others
   * don't wait long for it.
   */
  static final int MAX_DELIVERIES_OF_REQUEST = 1000;

  /**
   * How long requests that are stored together wait for another transaction that stores one of
   * their events. The time is short, because requests without such an event wait too.
   */
  private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(1);

  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;
  private ChangeLock lock;
  private jakarta.enterprise.event.Event<Object> cdiEvents;

  /** Creates the bean, for the container. */
  public EventIngest() {}

  /** Creates the use case. */
  @Inject
  public EventIngest(
      Database database,
      Subscriptions subscriptions,
      Settings settings,
      ChangeLock lock,
      jakarta.enterprise.event.Event<Object> cdiEvents) {
    this.cdiEvents = cdiEvents;
    this.lock = lock;
    this.database = database;
    this.subscriptions = subscriptions;
    this.settings = settings;
  }

  /** Returns {@link #MAX_DELIVERIES_OF_REQUEST}; tests lower it. */
  protected int maxDeliveriesOfRequest() {
    return MAX_DELIVERIES_OF_REQUEST;
  }

  /** Returns {@link #MAX_DELIVERIES}; tests lower it. */
  protected int maxDeliveries() {
    return MAX_DELIVERIES;
  }

  /**
   * Ends a transaction before an event with which it would have too many deliveries. The first
   * event with deliveries always fits.
   */
  private final class DeliveryBound implements Predicate<EventRow> {
    private final BatchMatches matches;
    private long deliveries;

    DeliveryBound(BatchMatches matches) {
      this.matches = matches;
    }

    @Override
    public boolean test(EventRow event) {
      boolean isFirstWithDeliveries = deliveries == 0;
      deliveries += matches.cost(event);
      return isFirstWithDeliveries || deliveries <= maxDeliveries();
    }
  }

  /**
   * Stores the first events of a batch and their deliveries in one transaction of its own: all
   * events, unless they have more than 20,000 deliveries. If an event alone has more, its
   * transaction has no other deliveries. The caller passes the remaining events again.
   *
   * <p>A repeat of a stored event, or of an earlier one in the batch ({@link KnownEvents}), changes
   * nothing. Deliveries are leased to this node while slots are free, so that they need no claim.
   *
   * @param formerAccounts the former accounts in the result of the previous transaction of the
   *     batch; empty for the first one
   * @param slots the slots of this node; on a failure the caller gives the taken slots back
   * @throws DatabaseFailure if nothing was stored
   */
  public IngestResult accept(List<Event> events, Map<UUID, String> formerAccounts, Slots slots) {
    Transaction transaction = begin(events);
    Map<UUID, String> former = new HashMap<>(formerAccounts);
    try (Connection connection = database.connection()) {
      // The matches of the events decide which of them fit.
      subscriptions.refresh(connection);
      BatchMatches matches = new BatchMatches(connection, subscriptions);
      KnownEvents known =
          new EventTable(connection, database.dialect()).known(events, settings.deduplication());
      EventBatch batch =
          EventBatch.of(
              events,
              accounts(events, former, connection, known),
              known,
              transaction.traces(),
              new DeliveryBound(matches));
      NewDeliveries deliveries = transaction.deliveries(known, slots, subscriptions);
      Set<UUID> inserted = insertion(connection, matches).insert(batch.rows(), known, deliveries);
      int duplicates = batch.size() - batch.withoutAccount().size() - inserted.size();
      fireIngested(batch.rows(), inserted, duplicates, transaction.traces());
      return new IngestResult(
          batch.size(),
          deliveries.leased(),
          deliveries.withBacklog(),
          Set.copyOf(batch.withoutAccount()),
          duplicates,
          former);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Stores requests to publish and their deliveries in one transaction: of each request either all
   * events or none.
   *
   * <p>Each request has its own outcome, as if it had come alone. A request with more than 1,000
   * deliveries is postponed: the caller passes it to {@link #publishAlone}. A request with which
   * the transaction would have more than 20,000 deliveries is postponed to a later call. The caller
   * passes requests that change the directory ({@link #changesDirectory}) to {@link #publishAlone}
   * too, because they may wait for other changes.
   *
   * @param slots the slots of this node; on a failure the caller gives the taken slots back
   * @throws DatabaseFailure if nothing was stored; a conflict if an event waits longer than a
   *     second for a transaction that stores the same event
   */
  public PublishedRequests publish(List<PublishEvents> requests, Slots slots) {
    RequestBatch.Bounds max = new RequestBatch.Bounds(maxDeliveriesOfRequest(), maxDeliveries());
    return publish(
        requests,
        slots,
        Optional.of(MAX_LOCK_WAIT),
        (batch, matches) -> requests.forEach(request -> batch.add(request, matches::cost, max)));
  }

  /**
   * Stores a request and its deliveries in a transaction of its own, however long it takes. Leases
   * none of the deliveries if they are more than 20,000: their leases would end too soon.
   *
   * @param slots the slots of this node; on a failure the caller gives the taken slots back
   * @throws DatabaseFailure if nothing was stored
   */
  public PublishedRequests publishAlone(PublishEvents request, Slots slots) {
    return publish(
        List.of(request),
        slots,
        Optional.empty(),
        (batch, matches) -> batch.addAlone(request, event -> matches.of(event).cost()));
  }

  private PublishedRequests publish(
      List<PublishEvents> requests,
      Slots slots,
      Optional<Duration> lockWait,
      BiConsumer<RequestBatch, BatchMatches> add) {
    List<Event> events =
        requests.stream().flatMap(request -> request.events().values().stream()).toList();
    Transaction transaction = begin(events);
    try (Connection connection = database.connection()) {
      subscriptions.refresh(connection);
      BatchMatches matches = new BatchMatches(connection, subscriptions);
      KnownEvents known =
          new EventTable(connection, database.dialect())
              .known(events, settings.deduplication(), lockWait);
      RequestBatch batch =
          new RequestBatch(
              known, accounts(events, new HashMap<>(), connection, known), transaction.traces());
      add.accept(batch, matches);
      Slots used = batch.deliveries() > maxDeliveries() ? Slots.NONE : slots;
      NewDeliveries deliveries = transaction.deliveries(known, used, subscriptions);
      Set<UUID> inserted = insertion(connection, matches).insert(batch.rows(), known, deliveries);
      List<PublishOutcome> outcomes = batch.outcomes(inserted);
      fireIngested(batch.rows(), inserted, RequestBatch.duplicates(outcomes), transaction.traces());
      return new PublishedRequests(
          outcomes, deliveries.leased(), deliveries.withBacklog(), batch.accounts());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** The values that are created before the first statement of a transaction. */
  private record Transaction(Lease lease, IngestTraces traces) {
    NewDeliveries deliveries(KnownEvents known, Slots slots, Subscriptions subscriptions) {
      return new NewDeliveries(lease, slots, known.ids(), subscriptions);
    }
  }

  private Transaction begin(List<Event> events) {
    if (keepsDirectory() && events.stream().anyMatch(DirectoryChanges::removes)) {
      // The deletion of an iTwin deactivates webhooks.
      lock.take();
    }
    // Starts before the first statement, because the database counts the lease from then.
    Lease lease = Lease.starting(settings.delivery().lease());
    return new Transaction(lease, new IngestTraces(settings.traces()));
  }

  private Function<Event, Optional<String>> accounts(
      List<Event> events, Map<UUID, String> former, Connection connection, KnownEvents known)
      throws SQLException {
    if (!keepsDirectory()) {
      return Event::accountId;
    }
    DirectoryTable iTwins = new DirectoryTable(connection, database.dialect());
    return BatchAccounts.of(events, iTwins, known, former)::ofNext;
  }

  private EventInsertion insertion(Connection connection, BatchMatches matches) {
    return new EventInsertion(connection, database.dialect(), matches, settings, cdiEvents);
  }

  private void fireIngested(
      List<EventRow> rows, Set<UUID> ids, int duplicates, IngestTraces traces) {
    List<EventRow> inserted = EventInsertion.inserted(rows, ids);
    cdiEvents.fire(new EventsIngested(inserted.size(), duplicates, traces.spans(inserted)));
  }

  /**
   * Returns whether a request changes the local directory of iTwins, if it is used ({@link
   * #keepsDirectory}).
   */
  public static boolean changesDirectory(PublishEvents request) {
    return request.events().values().stream()
        .anyMatch(event -> DirectoryChanges.adds(event) || DirectoryChanges.removes(event));
  }

  /**
   * Returns whether the local directory is used, so that an unknown iTwin may become known. With
   * remote access control its tables are out of date or empty.
   */
  public boolean keepsDirectory() {
    return settings.remoteAccessControl().isEmpty();
  }
}
