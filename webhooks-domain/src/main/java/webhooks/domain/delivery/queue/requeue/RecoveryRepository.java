package webhooks.domain.delivery.queue.requeue;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Stores recoveries, and makes their steps. Each call is a transaction.
 *
 * <p>A webhook has one row, for its latest recovery, which exists before its first step. The
 * request makes a few steps, and nodes make the others in the background. Nodes that continue
 * recoveries at the same time take different ones, the one that waits longest first.
 */
@Stateless
public class RecoveryRepository {
  private static final String FIND = RecoveryRow.SELECT + " where webhook_id = ?";

  private static final String NEXT =
      "select webhook_id from recovery where finished = false order by updated, webhook_id"
          + " fetch first 1 rows only for update skip locked";

  private static final String TAKE =
      "update recovery set updated = current_timestamp where webhook_id = ?";

  private static final String UNFINISHED = FIND + " and finished = false for update skip locked";

  private static final String LOCK = FIND + " for update";

  private static final String IS_ACTIVE = "select 1 from webhook where id = ? and active";

  private static final String DELETE_FINISHED =
      "delete from recovery where webhook_id = ? and finished = true";

  @EJB private RequeueRepository requeues;
  @EJB private AuditTrail audit;
  private Database database;

  /** Creates the bean, for the container. */
  public RecoveryRepository() {}

  /** Creates the repository. */
  @Inject
  public RecoveryRepository(Database database) {
    this.database = database;
  }

  /** Creates the repository without a container, for tests. */
  public RecoveryRepository(Database database, RequeueRepository requeues, AuditTrail audit) {
    this(database);
    this.requeues = requeues;
    this.audit = audit;
  }

  /** Returns the latest recovery of the webhook. */
  public Optional<Recovery> find(UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, webhookId);
      return RecoveryRow.read(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Stores a recovery before its first step, and writes its audit entry. From now on any node may
   * make its steps. Replaces a finished recovery of the webhook.
   *
   * @param entry the entry without its detail, which is the number of requeued deliveries
   * @throws Refusal {@code ServiceUnavailable} if another recovery of the webhook is unfinished
   */
  public void add(Recovery recovery, AuditEntry entry) {
    try (Connection connection = database.connection();
        PreparedStatement delete = connection.prepareStatement(DELETE_FINISHED)) {
      delete.setObject(1, recovery.webhookId());
      delete.executeUpdate();
      RecoveryRow.insert(connection, recovery);
      audit.add(entry.withCount(recovery.recovered()));
    } catch (SQLException e) {
      DatabaseFailure failure = new DatabaseFailure(e);
      throw DatabaseFailure.isConcurrencyConflict(failure) ? stillRunning() : failure;
    }
  }

  /** Returns the refusal of a recovery while an earlier one of the webhook is unfinished. */
  public static Refusal stillRunning() {
    return new Refusal(
        ErrorCode.SERVICE_UNAVAILABLE,
        "An earlier recovery of this webhook is still running. Try again later.");
  }

  /**
   * Makes one step of a stored recovery, after the step that another node may be making. The
   * recovery of a webhook that is inactive by now ends.
   *
   * @param recovery the recovery as the caller last knew it
   * @return the recovery after the step; finished, without a step, if other nodes made the last one
   */
  public Recovery step(Recovery recovery) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(LOCK)) {
      select.setObject(1, recovery.webhookId());
      Optional<Recovery> stored =
          RecoveryRow.read(select).filter(found -> found.auditId().equals(recovery.auditId()));
      if (stored.isEmpty()) {
        // A later recovery has replaced it, which is possible only after its last step.
        return recovery.ended();
      }
      return stored.get().isFinished() ? stored.get() : advance(connection, stored.get());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Takes the unfinished recovery that waits longest, and puts it behind all others. So a recovery
   * whose steps fail does not delay the others.
   *
   * @return the id of its webhook; empty if none is unfinished, or if other nodes work on all
   */
  public Optional<UUID> takeNext() {
    return SqlRows.takeFirst(database, NEXT, TAKE);
  }

  /**
   * Makes one step of the webhook's unfinished recovery. The recovery of a webhook that is inactive
   * by now ends.
   *
   * @return whether there was one, and no other node was working on it
   */
  public boolean continueOf(UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(UNFINISHED)) {
      select.setObject(1, webhookId);
      Optional<Recovery> next = RecoveryRow.read(select);
      if (next.isPresent()) {
        advance(connection, next.get());
      }
      return next.isPresent();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Makes a step of an unfinished recovery, whose row this transaction has locked. */
  private Recovery advance(Connection connection, Recovery recovery) throws SQLException {
    Recovery done =
        isActive(connection, recovery.webhookId()) ? requeued(recovery) : recovery.ended();
    RecoveryRow.update(connection, done);
    audit.updateDetail(done.auditId(), "count=" + done.recovered());
    return done;
  }

  private Recovery requeued(Recovery recovery) {
    return recovery.after(requeues.recover(recovery));
  }

  private static boolean isActive(Connection connection, UUID webhookId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IS_ACTIVE)) {
      select.setObject(1, webhookId);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
