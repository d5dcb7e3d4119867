package webhooks.domain.delivery.queue.erase;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.option.retention.RetainedPayloads;
import webhooks.domain.option.retention.RetainedPayloads.TakenWebhook;

/**
 * Erases the payloads of webhooks whose option {@code retention} bounds their time. Each call is a
 * transaction.
 *
 * <p>A sweep looks at the finished deliveries of one webhook, by status and time of creation. It
 * begins where all older ones are erased already, so it seldom reads a delivery twice. A delivery
 * that is pending, or whose time is not over, holds that beginning back.
 */
@Stateless
public class ExpiredPayloads {
  private static final int MAX_BATCH = 500;
  private static final int FIRST_STATUS = 1;
  private static final int LAST_STATUS = 3;

  /** A transaction of intake may commit deliveries that were created before. */
  private static final Duration MAX_INTAKE = Duration.ofMinutes(1);

  private static final OffsetDateTime BEGINNING = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private static final String BATCH =
      """
      select d.id, d.created, not d.payload_erased as whole, %s as expired
      from delivery_finished d
      where d.webhook_id = ? and d.status = ? and (d.created, d.id) > (?, ?) and d.created >= ?
        and d.created <= ?
      order by d.created, d.id fetch first %d rows only
      """
          .formatted(ExpiredPayload.of("d"), MAX_BATCH);

  private static final String OLDEST_PENDING =
      "select min(created) from delivery_pending where webhook_id = ?";

  private Database database;

  /** Creates the bean, for the container. */
  public ExpiredPayloads() {}

  /** Creates the use case. */
  @Inject
  public ExpiredPayloads(Database database) {
    this.database = database;
  }

  /**
   * How far a look at one webhook has come.
   *
   * @param status the status of the deliveries that the next batch has
   * @param after the time of creation of the last delivery of the batch before
   * @param afterId the id of that delivery
   * @param kept the earliest time of creation of a delivery that still has its payload
   */
  public record Sweep(
      TakenWebhook webhook, int status, OffsetDateTime after, UUID afterId, OffsetDateTime kept) {
    static Sweep begin(TakenWebhook webhook, OffsetDateTime kept) {
      return new Sweep(webhook, FIRST_STATUS, BEGINNING, new UUID(0, 0), kept);
    }

    /** Returns whether all deliveries were looked at. */
    public boolean isFinished() {
      return status > LAST_STATUS;
    }

    private Sweep after(List<Finished> batch) {
      OffsetDateTime oldest = oldest(batch).filter(kept::isAfter).orElse(kept);
      if (batch.size() < MAX_BATCH) {
        return new Sweep(webhook, status + 1, BEGINNING, new UUID(0, 0), oldest);
      }
      Finished last = batch.get(batch.size() - 1);
      return new Sweep(webhook, status, last.created(), last.id(), oldest);
    }

    private static Optional<OffsetDateTime> oldest(List<Finished> batch) {
      return batch.stream()
          .filter(one -> one.whole() && !one.expired())
          .map(Finished::created)
          .findFirst();
    }
  }

  private record Finished(UUID id, OffsetDateTime created, boolean whole, boolean expired) {}

  /** Takes the webhook that waits longest, if one has to be looked at. */
  public Optional<Sweep> takeNext() {
    try (Connection connection = database.connection()) {
      Optional<TakenWebhook> taken = RetainedPayloads.takeNext(connection, database.dialect());
      if (taken.isEmpty()) {
        return Optional.empty();
      }
      OffsetDateTime end = taken.get().now().minus(taken.get().payload()).minus(MAX_INTAKE);
      return Optional.of(Sweep.begin(taken.get(), olderOf(end, connection, taken.get())));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Erases the next batch of a sweep, and returns how far it has come. */
  public Sweep next(Sweep sweep) {
    try (Connection connection = database.connection()) {
      List<Finished> batch = batch(connection, sweep);
      new PayloadTables(connection, database.dialect())
          .eraseFinished(
              batch.stream()
                  .filter(one -> one.whole() && one.expired())
                  .map(Finished::id)
                  .toList());
      Sweep after = sweep.after(batch);
      if (after.isFinished()) {
        // A delivery may have been sent again since the sweep's beginning.
        RetainedPayloads.finish(
            connection, sweep.webhook(), olderOf(after.kept(), connection, sweep.webhook()));
      }
      return after;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static List<Finished> batch(Connection connection, Sweep sweep) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BATCH)) {
      TakenWebhook webhook = sweep.webhook();
      select.setObject(1, webhook.webhookId());
      select.setInt(2, sweep.status());
      select.setObject(3, sweep.after());
      select.setObject(4, sweep.afterId());
      select.setObject(5, webhook.swept().orElse(BEGINNING));
      select.setObject(6, webhook.now().minus(webhook.payload()));
      List<Finished> batch = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          batch.add(
              new Finished(
                  SqlRows.uuid(row, 1),
                  row.getObject("created", OffsetDateTime.class),
                  row.getBoolean("whole"),
                  row.getBoolean("expired")));
        }
      }
      return batch;
    }
  }

  private static OffsetDateTime olderOf(
      OffsetDateTime time, Connection connection, TakenWebhook webhook) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OLDEST_PENDING)) {
      select.setObject(1, webhook.webhookId());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        OffsetDateTime pending = row.getObject(1, OffsetDateTime.class);
        return pending != null && pending.isBefore(time) ? pending : time;
      }
    }
  }
}
