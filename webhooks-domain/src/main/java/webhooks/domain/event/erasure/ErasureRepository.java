package webhooks.domain.event.erasure;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.queue.DeliveriesCancelled;
import webhooks.domain.delivery.queue.erase.ErasedCount;
import webhooks.domain.delivery.queue.erase.PayloadTables;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.erasure.EraseEvents.ErasureOrder;
import webhooks.domain.event.erasure.EventScan.ScanStep;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;

/**
 * Stores erasures, and makes their steps in the stored events. Each call is a transaction.
 *
 * <p>A row exists before its first step, so any node continues the erasure of a node that died. The
 * path and the value are encrypted in it, and deleted with the last step.
 */
@Stateless
public class ErasureRepository {
  /** More than any administrator needs; each one reads all events. */
  private static final int MAX_UNFINISHED = 20;

  /** Bounds the time of a step. An event's deliveries are always erased together. */
  private static final int MAX_DELIVERIES = 5000;

  private static final String INSERT =
      """
      insert into erasure (id, account_id, requested, key_id, criteria, last_event, after_event,
        updated, audit_id)
      values (?, ?, current_timestamp, ?, ?, ?, ?, current_timestamp, ?)
      """;

  private static final String NEXT =
      "select id from erasure where finished is null"
          + " and (taken_until is null or taken_until <= current_timestamp) order by updated, id"
          + " fetch first 1 rows only for update skip locked";

  private static final String TAKE = "update erasure set updated = current_timestamp where id = ?";

  private static final String STEP =
      """
      update erasure set after_event = ?, examined = examined + ?, events = events + ?,
        deliveries = deliveries + ?, cancelled = cancelled + ?, updated = current_timestamp
      where id = ?
      """;

  private static final String TAKE_REJECTED =
      """
      update erasure set taken_by = ?, taken_until = current_timestamp + interval '2' minute
      where id = ? and finished is null
        and (taken_until is null or taken_until <= current_timestamp)
      """;

  private static final String ADD_REJECTED =
      """
      update erasure set rejected_events = rejected_events + ?, updated = current_timestamp,
        taken_until = current_timestamp + interval '2' minute
      where id = ? and taken_by = ? and finished is null
      """;

  private static final String FINISH =
      """
      update erasure set unreadable_events = ?, criteria = null, updated = current_timestamp,
        taken_by = null, taken_until = null, finished = current_timestamp
      where id = ? and taken_by = ? and finished is null
      """;

  @EJB private AuditTrail audit;
  private Database database;
  private SecretCipher cipher;
  private Settings settings;
  private Event<Object> events;

  /** Creates the bean, for the container. */
  public ErasureRepository() {}

  /** Creates the repository. */
  @Inject
  public ErasureRepository(
      Database database, SecretCipher cipher, Settings settings, Event<Object> events) {
    this.database = database;
    this.cipher = cipher;
    this.settings = settings;
    this.events = events;
  }

  /** Creates the repository without a container, for tests. */
  ErasureRepository(
      Database database,
      SecretCipher cipher,
      Settings settings,
      Event<Object> events,
      AuditTrail audit) {
    this(database, cipher, settings, events);
    this.audit = audit;
  }

  /**
   * Stores an erasure of all events that are stored now, and writes its audit entry.
   *
   * @throws Refusal {@code ServiceUnavailable} if too many erasures are unfinished
   */
  public UUID add(ErasureOrder order, AuditEntry entry) {
    UUID id = Ids.next();
    try (Connection connection = database.connection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      ErasureRows.deleteOld(connection, settings.auditRetention());
      if (ErasureRows.countUnfinished(connection) >= MAX_UNFINISHED) {
        throw new Refusal(
            ErrorCode.SERVICE_UNAVAILABLE, "Too many erasures are running. Try again later.");
      }
      insert.setObject(1, id);
      insert.setString(2, order.accountId());
      insert.setString(3, cipher.keyId());
      insert.setBytes(4, cipher.encrypt(id, EncryptedColumn.CRITERIA, order.criteria().stored()));
      insert.setObject(5, ErasureRows.newestEvent(connection));
      insert.setObject(6, ErasureRows.NO_EVENT);
      insert.setObject(7, entry.id());
      insert.executeUpdate();
      audit.add(entry.withDetail("erasure=" + id));
      return id;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns an erasure; empty if there is none, or if it was purged. */
  public Optional<StoredErasure> find(UUID id) {
    try (Connection connection = database.connection()) {
      return read(connection, id, "");
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Takes the unfinished erasure that waits longest, and puts it behind all others. So an erasure
   * whose steps fail does not delay the others.
   */
  public Optional<UUID> takeNext() {
    return SqlRows.takeFirst(database, NEXT, TAKE);
  }

  /**
   * Erases the next stored events that have the value. Does nothing if all are examined.
   *
   * @return the erasure after the step
   */
  public Optional<StoredErasure> step(UUID id) {
    try (Connection connection = database.connection()) {
      Optional<StoredErasure> found = read(connection, id, " for update");
      if (found.isPresent() && !found.get().isScanned() && found.get().criteria().isPresent()) {
        step(connection, found.get());
      }
      return read(connection, id, "");
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private void step(Connection connection, StoredErasure stored) throws SQLException {
    Erasure erasure = stored.erasure();
    ScanStep step =
        new EventScan(
                connection, erasure.accountId(), stored.last(), stored.criteria().orElseThrow())
            .next(stored.after());
    PayloadTables tables = new PayloadTables(connection, database.dialect());
    ErasedCount erased = ErasedCount.NONE;
    ScanStep done = step;
    for (UUID event : step.matching()) {
      erased = erased.plus(tables.eraseEvent(event));
      if (erased.deliveries() >= MAX_DELIVERIES) {
        done = step.until(event);
        break;
      }
    }
    if (erased.cancelled() > 0) {
      events.fire(new DeliveriesCancelled(erased.cancelled()));
    }
    ErasureRows.update(
        connection,
        STEP,
        done.reached(),
        done.examined(),
        done.matching().size(),
        erased.deliveries(),
        erased.cancelled(),
        erasure.id());
  }

  /**
   * Takes an erasure to erase rejected events, unless another node does. Another node would end it
   * while a session of this one still holds messages.
   *
   * @return the id of this work, for two minutes after its last progress
   */
  public Optional<UUID> takeRejected(UUID id) {
    UUID work = UUID.randomUUID();
    try (Connection connection = database.connection()) {
      return ErasureRows.update(connection, TAKE_REJECTED, work, id) == 1
          ? Optional.of(work)
          : Optional.empty();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Adds a number of rejected events that are erased, maybe 0, and so keeps the erasure.
   *
   * @throws Refusal {@code ServiceUnavailable} if it has ended or another node has taken it;
   *     nothing may be erased then
   */
  public void addRejected(UUID id, UUID work, int count) {
    try (Connection connection = database.connection()) {
      if (ErasureRows.update(connection, ADD_REJECTED, count, id, work) == 0) {
        throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "Another node erases rejected events.");
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Ends an erasure, and writes its counts to the audit trail. Does nothing if another node has
   * taken it.
   */
  public void finish(UUID id, UUID work, int unreadable) {
    try (Connection connection = database.connection()) {
      if (ErasureRows.update(connection, FINISH, unreadable, id, work) == 1) {
        read(connection, id, "")
            .ifPresent(
                stored ->
                    audit.updateDetail(stored.auditId(), stored.erasure().counts().detail(id)));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private Optional<StoredErasure> read(Connection connection, UUID id, String lock)
      throws SQLException {
    return StoredErasure.read(connection, cipher, id, lock);
  }
}
