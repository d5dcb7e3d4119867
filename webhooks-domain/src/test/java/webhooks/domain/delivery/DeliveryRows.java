package webhooks.domain.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.model.Delivery;
import webhooks.domain.id.Ids;

/**
 * Writes and reads rows of deliveries as {@link Delivery}. It only distinguishes what is due from
 * what is due in about an hour.
 */
final class DeliveryRows {
  static final Instant NOW = Instant.EPOCH;
  static final Instant LATER = NOW.plus(Duration.ofHours(1));
  static final UUID EVENT = UUID.randomUUID();
  static final UUID LEASE = new UUID(0, 1);

  /** The lease that a claim writes. Its token is random, so each other token is read as this. */
  static final UUID NEW_LEASE = new UUID(0, 2);

  private final TestDatabase database;

  DeliveryRows(TestDatabase database) {
    this.database = database;
  }

  /** Inserts the event of all deliveries. */
  void insertEvent() {
    new QueueRows(database).event(EVENT, "type", new byte[1], OffsetDateTime.now());
  }

  /** Inserts a row, and returns its id. */
  UUID insert(UUID webhook, Delivery row) {
    UUID id = Ids.next();
    if (!row.isPending()) {
      new QueueRows(database)
          .deliveries(
              List.of(
                  new QueueRows.Row(
                      id, EVENT, webhook, row.status(), row.attempts(), OffsetDateTime.now())));
      database.execute(
          "update delivery_finished set activation = ? where id = ?", row.activation(), id);
      return id;
    }
    String dueAt =
        row.dueAt()
            .map(due -> "current_timestamp %s interval '1' hour".formatted(due == NOW ? "-" : "+"))
            .orElse("null");
    database.execute(
        ("insert into delivery_pending (id, account_id, event_id, webhook_id, activation, attempts,"
                + " attempts_before, redeliveries, lease, due_at, created)"
                + " values (?, 'account', ?, ?, ?, ?, ?, ?, ?, %s, current_timestamp)")
            .formatted(dueAt),
        id,
        EVENT,
        webhook,
        row.activation(),
        row.attempts(),
        row.attemptsBefore(),
        row.redeliveries(),
        row.lease().orElse(null));
    return id;
  }

  /** Returns all rows by their ids. */
  Map<UUID, Delivery> all() {
    return database.inTransaction(
        () -> {
          Map<UUID, Delivery> found = new LinkedHashMap<>();
          try (Connection connection = database.database().connection();
              PreparedStatement select =
                  connection.prepareStatement(
                      "select d.*, due_at <= current_timestamp as is_due from delivery d");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.put(row.getObject("id", UUID.class), read(row));
            }
          }
          return found;
        });
  }

  private static Delivery read(ResultSet row) throws SQLException {
    Instant dueAt = row.getBoolean("is_due") ? NOW : LATER;
    return new Delivery(
        DeliveryStatus.of(row.getInt("status")),
        Optional.ofNullable(row.getObject("lease", UUID.class))
            .map(token -> token.equals(LEASE) ? LEASE : NEW_LEASE),
        row.getObject("due_at") == null ? Optional.empty() : Optional.of(dueAt),
        row.getInt("attempts"),
        row.getInt("attempts_before"),
        row.getInt("redeliveries"),
        row.getLong("activation"));
  }
}
