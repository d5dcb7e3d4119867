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
import webhooks.domain.option.retention.RetainedPayloads.SweepPosition;
import webhooks.domain.option.retention.RetainedPayloads.TakenWebhook;

/**
 * Erases the payloads of webhooks whose option {@code retention} bounds their time. Each call is a
 * transaction.
 *
 * <p>A sweep looks at the finished deliveries of one webhook, by status and time of creation. It
 * begins where all older ones are erased already, so it seldom reads a delivery twice. A delivery
 * that is pending, or whose time is not over, holds that beginning back. A long sweep is
 * interrupted after some batches, so that other webhooks get their turn.
 */
@Stateless
public class ExpiredPayloads {
  private static final int MAX_BATCH = 500;
  private static final int MAX_BATCHES = 100;
  private static final int FIRST_STATUS = 1;
  private static final int LAST_STATUS = 3;

  /** A transaction of intake may commit deliveries that were created before. */
  private static final Duration MAX_INTAKE = Duration.ofMinutes(1);

  private static final OffsetDateTime BEGINNING = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private static final String BATCH =
      """
      select d.id, d.created, %s as expired
      from delivery_finished d
      where d.webhook_id = ? and d.status = ? and (d.created, d.id) > (?, ?) and d.created >= ?
        and d.created <= ? and not d.payload_erased
      order by d.created, d.id fetch first ? rows only
      """
          .formatted(ExpiredPayload.of("d"));

  private static final String OLDEST_PENDING =
      "select min(created) from delivery_pending where webhook_id = ?";

  private Database database;
  private int maxBatch;
  private int maxBatches;

  /** Creates the bean, for the container. */
  public ExpiredPayloads() {}

  /** Creates the use case. */
  @Inject
  public ExpiredPayloads(Database database) {
    this(database, MAX_BATCH, MAX_BATCHES);
  }

  /**
   * Creates the use case with other limits, for tests.
   *
   * @param maxBatch how many deliveries a batch has
   * @param maxBatches how many batches a turn has
   */
  ExpiredPayloads(Database database, int maxBatch, int maxBatches) {
    this.database = database;
    this.maxBatch = maxBatch;
    this.maxBatches = maxBatches;
  }

  /**
   * A look at one webhook.
   *
   * @param position how far it has come
   * @param batches how many batches this turn may still have
   */
  public record Sweep(TakenWebhook webhook, SweepPosition position, int batches) {
    /** Returns whether all deliveries were looked at. */
    public boolean isFinished() {
      return position.status() > LAST_STATUS;
    }

    /** Returns whether the turn has ended: all were looked at, or other webhooks come first. */
    public boolean isOver() {
      return isFinished() || batches <= 0;
    }

    private Sweep after(List<Finished> batch, int maxBatch, Duration time) {
      OffsetDateTime kept = oldest(batch).filter(position.kept()::isAfter).orElse(position.kept());
      Duration spent = position.spent().plus(time);
      SweepPosition reached = ofStatus(position.status() + 1, kept, spent);
      if (batch.size() == maxBatch) {
        Finished last = batch.get(maxBatch - 1);
        reached = new SweepPosition(position.status(), last.created(), last.id(), kept, spent);
      }
      return new Sweep(webhook, reached, batches - 1);
    }

    private static Optional<OffsetDateTime> oldest(List<Finished> batch) {
      return batch.stream().filter(one -> !one.expired()).map(Finished::created).findFirst();
    }

    private static SweepPosition ofStatus(int status, OffsetDateTime kept, Duration spent) {
      return new SweepPosition(status, BEGINNING, new UUID(0, 0), kept, spent);
    }
  }

  private record Finished(UUID id, OffsetDateTime created, boolean expired) {}

  /** Takes the webhook that waits longest, if one has to be looked at. */
  public Optional<Sweep> takeNext() {
    try (Connection connection = database.connection()) {
      Optional<TakenWebhook> taken = RetainedPayloads.takeNext(connection, database.dialect());
      if (taken.isEmpty()) {
        return Optional.empty();
      }
      TakenWebhook webhook = taken.get();
      return Optional.of(new Sweep(webhook, begin(connection, webhook), maxBatches));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static SweepPosition begin(Connection connection, TakenWebhook webhook)
      throws SQLException {
    if (webhook.interrupted().isPresent()) {
      return webhook.interrupted().get();
    }
    OffsetDateTime end = webhook.now().minus(webhook.payload()).minus(MAX_INTAKE);
    return Sweep.ofStatus(FIRST_STATUS, olderOf(end, connection, webhook), Duration.ZERO);
  }

  /**
   * Erases the next batch of a sweep, and returns how far it has come. The last batch of a turn
   * leaves the webhook to other nodes.
   */
  public Sweep next(Sweep sweep) {
    long begin = System.nanoTime();
    try (Connection connection = database.connection()) {
      List<Finished> batch = batch(connection, sweep);
      new PayloadTables(connection, database.dialect())
          .eraseFinished(batch.stream().filter(Finished::expired).map(Finished::id).toList());
      Sweep after = sweep.after(batch, maxBatch, Duration.ofNanos(System.nanoTime() - begin));
      if (after.isFinished()) {
        finish(connection, after);
      } else if (after.isOver()) {
        RetainedPayloads.interrupt(connection, after.webhook(), after.position());
      }
      return after;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void finish(Connection connection, Sweep sweep) throws SQLException {
    // A delivery may have been sent again since the sweep's beginning.
    OffsetDateTime swept = olderOf(sweep.position().kept(), connection, sweep.webhook());
    RetainedPayloads.finish(connection, sweep.webhook(), swept, sweep.position().spent());
  }

  /** Leaves the rest of a sweep to other nodes, because this one stops. */
  public void interrupt(Sweep sweep) {
    try (Connection connection = database.connection()) {
      RetainedPayloads.interrupt(connection, sweep.webhook(), sweep.position());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private List<Finished> batch(Connection connection, Sweep sweep) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BATCH)) {
      TakenWebhook webhook = sweep.webhook();
      select.setObject(1, webhook.webhookId());
      select.setInt(2, sweep.position().status());
      select.setObject(3, sweep.position().after());
      select.setObject(4, sweep.position().afterId());
      select.setObject(5, webhook.swept().orElse(BEGINNING));
      select.setObject(6, webhook.now().minus(webhook.payload()));
      select.setInt(7, maxBatch);
      List<Finished> batch = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          batch.add(
              new Finished(
                  SqlRows.uuid(row, 1),
                  row.getObject("created", OffsetDateTime.class),
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
