package webhooks.domain.event;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.NewDeliveries;
import webhooks.domain.delivery.Slots;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Subscription;
import webhooks.domain.webhook.Subscriptions;

/** Takes events in: stores each once, with a delivery for each webhook that it goes to. */
@Stateless
public class Events {
  private Database database;
  private Subscriptions subscriptions;
  private Settings settings;

  /** Creates the bean; for the container. */
  public Events() {}

  /** Creates the use case. */
  @Inject
  public Events(Database database, Subscriptions subscriptions, Settings settings) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.settings = settings;
  }

  /**
   * Stores a batch of events and their deliveries in one transaction of its own.
   *
   * <p>An event whose id is known, in the database or earlier in the batch, is a repeat and changes
   * nothing. As many deliveries as there are free slots are leased to this node at once and need
   * not be read back.
   *
   * @param slots where the node's free slots are taken; on a failure the caller gives them back
   * @throws DatabaseFailure if nothing was stored
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Accepted accept(List<Event> events, Slots slots) {
    // Before the transaction begins, whose start the database counts the lease from.
    Lease lease = Lease.starting(settings.delivery().lease());
    try (Connection connection = database.connection()) {
      subscriptions.refresh(connection);
      EventTable table = new EventTable(connection, database.isEmbedded());
      Map<UUID, StoredEvent> known = new LinkedHashMap<>();
      Set<UUID> withoutAccount = resolve(events, table, known);
      Set<UUID> inserted = table.insert(new ArrayList<>(known.values()));
      NewDeliveries deliveries = new NewDeliveries(lease, slots);
      // In the order they came, which is the order their deliveries are sent in.
      known.values().stream()
          .filter(event -> inserted.contains(event.id()))
          .forEach(event -> deliver(event, deliveries));
      deliveries.insert(connection, database.isEmbedded());
      int duplicates = events.size() - withoutAccount.size() - inserted.size();
      return new Accepted(deliveries.leased(), deliveries.waiting(), withoutAccount, duplicates);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private void deliver(StoredEvent event, NewDeliveries deliveries) {
    for (Subscription webhook :
        subscriptions.matching(event.eventType(), event.accountId(), event.iTwinId())) {
      deliveries.add(webhook, event.id(), event.body());
    }
  }

  /** Finds the account of each event, and returns the ids of those that have none. */
  private Set<UUID> resolve(List<Event> events, EventTable table, Map<UUID, StoredEvent> resolved)
      throws SQLException {
    Set<UUID> iTwins =
        events.stream()
            .filter(event -> event.accountId().isEmpty())
            .map(event -> event.iTwinId().orElseThrow())
            .collect(Collectors.toSet());
    // Where another service knows the iTwins, what the table has of them is old or nothing.
    boolean known = settings.remoteAccessControl().isEmpty() && !iTwins.isEmpty();
    Map<UUID, String> accounts = known ? table.accounts(iTwins) : Map.of();
    return events.stream()
        .filter(event -> !resolve(event, accounts, resolved))
        .map(Event::id)
        .collect(Collectors.toSet());
  }

  private static boolean resolve(
      Event event, Map<UUID, String> accounts, Map<UUID, StoredEvent> resolved) {
    Optional<String> account = event.accountId().or(() -> event.iTwinId().map(accounts::get));
    account.ifPresent(id -> resolved.putIfAbsent(event.id(), StoredEvent.of(event, id)));
    return account.isPresent();
  }
}
