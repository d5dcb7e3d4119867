package webhooks.domain.delivery.queue.requeue;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.page.Cursor;
import webhooks.domain.subscription.Subscription;

/** Requeues deliveries in the database. Each call is a transaction, or joins the caller's. */
@Stateless
public class RequeueRepository {
  private static final int MAX_RECOVERED = 1000;

  /**
   * A leased delivery stays leased. Its retry schedule restarts now if it is not leased, and with
   * the record of its attempt if it is. If the activation of the lease has ended, the lease is void
   * ({@link DeliveryRules#VOID_LEASE}). A delivery that is undecided stays so.
   */
  private static final String REQUEUE =
      """
      update delivery_pending d set
        attempts_before = case when attempts_before = %d then attempts_before
          when lease is null then attempts when %s then attempts_before
          else %d end,
        activation = (select w.activation from webhook w where w.id = d.webhook_id),
      """
          .formatted(DeliveryRules.UNDECIDED, Subscription.DELIVERABLE, DeliveryRules.VOID_LEASE);

  private static final String HAS_FEWER_THAN_MAX_ATTEMPTS =
      "attempts + redeliveries < %d".formatted(DeliveryRules.MAX_ATTEMPTS);

  /**
   * Adds one attempt, also if one is already due or in flight, or brings a waiting retry forward. A
   * delivery that is due within a second counts as due: a redelivery at the same moment may have
   * made it due, in a transaction that began later. A delivery of an ended activation gets exactly
   * one attempt.
   */
  private static final String REDELIVER =
      REQUEUE
          + """
          due_at = case when lease is null then current_timestamp else due_at end,
          redeliveries = case
            when not %s then case when lease is null then 0 else 1 end
            when lease is null and due_at > current_timestamp + interval '1' second
            then redeliveries
            else redeliveries + 1 end
          where webhook_id = ? and id = ? and %s
          """
              .formatted(Subscription.DELIVERABLE, HAS_FEWER_THAN_MAX_ATTEMPTS);

  /**
   * The condition of the pending deliveries that a recovery requeues: deliveries of an ended
   * activation that are not cancelled yet, and, if the parameter is true, deliveries that wait for
   * a retry and may have more attempts.
   */
  private static final String IS_RECOVERED =
      """
       and (not %s
        or cast(? as boolean) and lease is null and due_at > current_timestamp and %s)
      """
          .formatted(Subscription.DELIVERABLE, HAS_FEWER_THAN_MAX_ATTEMPTS);

  /**
   * Moves the deliveries to the webhook's backlog, so that a large number delays no other webhook.
   */
  private static final String RECOVER =
      REQUEUE
          + """
          due_at = case when lease is not null then due_at end,
          redeliveries = case when lease is not null then 1 when %s then redeliveries else 0 end
          where id = any(?)
          """
              .formatted(Subscription.DELIVERABLE)
          + IS_RECOVERED;

  private static final String RECOVERABLE =
      """
      select id, created, event_id, true as matches from %s d where webhook_id = ?
        and (created, id) > (?, ?) and created < ? %s
      order by created, id fetch first %d rows only
      """;

  private static final String RECOVERABLE_PENDING =
      RECOVERABLE.formatted("delivery_pending", IS_RECOVERED, MAX_RECOVERED);

  private static final String RECOVERABLE_FINISHED =
      RECOVERABLE.formatted("delivery_finished", "and status = ?", MAX_RECOVERED);

  /**
   * Filters by type after the limit, so a step reads at most {@link #MAX_RECOVERED} rows. Rows of
   * other types are not requeued, but the cursor moves past them.
   */
  private static final String OF_TYPE =
      "select r.id, r.created, coalesce(e.event_type = ?, false) as matches from (%s) r"
          + " left join event e on e.id = r.event_id order by r.created, r.id";

  @EJB private AuditTrail audit;
  private Database database;

  /** Creates the bean, for the container. */
  public RequeueRepository() {}

  /** Creates the repository. */
  @Inject
  public RequeueRepository(Database database) {
    this.database = database;
  }

  /** Creates the repository without a container, for tests. */
  public RequeueRepository(Database database, AuditTrail audit) {
    this(database);
    this.audit = audit;
  }

  /**
   * Requeues a delivery and writes the audit entry. The delivery is due at once, or after its
   * attempt if it is leased.
   *
   * @return false, without any change, if it has {@link DeliveryRules#MAX_ATTEMPTS} or no payload,
   *     or if it was purged
   */
  public boolean redeliver(UUID webhookId, UUID id, AuditEntry entry) {
    try (Connection connection = database.connection()) {
      // An outcome or a redelivery of this moment may move it to the other table, so look twice.
      boolean requeued =
          redeliverPending(connection, webhookId, id)
              || FinishedRequeue.redeliver(connection, webhookId, id)
              || redeliverPending(connection, webhookId, id)
              || FinishedRequeue.redeliver(connection, webhookId, id);
      if (requeued) {
        audit.add(entry);
      }
      return requeued;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static boolean redeliverPending(Connection connection, UUID webhookId, UUID id)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REDELIVER)) {
      update.setObject(1, webhookId);
      update.setObject(2, id);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * Requeues finished deliveries of a webhook, except cancelled ones, ones without payload and ones
   * with {@link DeliveryRules#MAX_ATTEMPTS}. They join the webhook's backlog, so that a large
   * number delays no other webhook. Others of the ids stay unchanged.
   *
   * @param before how many were requeued by earlier calls of the same request
   * @param entry the request's audit entry, which gets the count of all its calls
   * @return how many were requeued
   */
  public int redeliverAll(UUID webhookId, Collection<UUID> ids, long before, AuditEntry entry) {
    try (Connection connection = database.connection()) {
      int requeued = FinishedRequeue.redeliverAll(connection, webhookId, ids.toArray());
      if (requeued > 0) {
        audit.upsert(entry.withCount(before + requeued));
      }
      return requeued;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the database's time. */
  public Instant now() {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement("select current_timestamp");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * The result of one step of a recovery.
   *
   * @param count how many deliveries the step requeued
   * @param erased how many it left out because their payloads are erased
   * @param next the cursor that the next step begins after; empty if this step was the last
   */
  public record RecoveryStep(int count, int erased, Optional<Cursor> next) {}

  /**
   * Requeues a bounded number of deliveries of the recovery's first status, the oldest first. Of
   * pending deliveries, it requeues the ones of an ended activation, which are still to be
   * cancelled, and with {@link Recovery#withRetries()} also the ones that wait for a retry.
   */
  public RecoveryStep recover(Recovery recovery) {
    try (Connection connection = database.connection()) {
      List<Recoverable> found = recoverable(connection, recovery);
      Object[] ids =
          found.stream().filter(Recoverable::matches).map(each -> each.cursor().id()).toArray();
      int count = ids.length == 0 ? 0 : requeue(connection, ids, recovery);
      return new RecoveryStep(
          count,
          count == ids.length || isOfPending(recovery)
              ? 0
              : FinishedRequeue.countErased(connection, ids, recovery.statuses().get(0)),
          found.size() == MAX_RECOVERED
              ? Optional.of(found.get(found.size() - 1).cursor())
              : Optional.empty());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static boolean isOfPending(Recovery recovery) {
    return recovery.statuses().get(0) == DeliveryStatus.PENDING;
  }

  private static List<Recoverable> recoverable(Connection connection, Recovery recovery)
      throws SQLException {
    String sql = isOfPending(recovery) ? RECOVERABLE_PENDING : RECOVERABLE_FINISHED;
    Optional<String> eventType = recovery.eventType();
    try (PreparedStatement select =
        connection.prepareStatement(eventType.isPresent() ? OF_TYPE.formatted(sql) : sql)) {
      int index = 0;
      if (eventType.isPresent()) {
        select.setString(++index, eventType.get());
      }
      select.setObject(++index, recovery.webhookId());
      select.setObject(++index, utc(recovery.after().created()));
      select.setObject(++index, recovery.after().id());
      select.setObject(++index, utc(recovery.until()));
      if (isOfPending(recovery)) {
        select.setBoolean(++index, recovery.withRetries());
      } else {
        select.setInt(++index, recovery.statuses().get(0).number());
      }
      return read(select);
    }
  }

  private static int requeue(Connection connection, Object[] ids, Recovery recovery)
      throws SQLException {
    if (!isOfPending(recovery)) {
      return FinishedRequeue.recover(
          connection, recovery.webhookId(), ids, recovery.statuses().get(0));
    }
    try (PreparedStatement requeue = connection.prepareStatement(RECOVER)) {
      SqlArrays.set(requeue, 1, "uuid", ids);
      requeue.setBoolean(2, recovery.withRetries());
      return requeue.executeUpdate();
    }
  }

  /** A delivery that can be requeued, and whether its event has the type. */
  private record Recoverable(Cursor cursor, boolean matches) {}

  private static List<Recoverable> read(PreparedStatement select) throws SQLException {
    List<Recoverable> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Recoverable(
                new Cursor(
                    rows.getObject("created", OffsetDateTime.class).toInstant(),
                    SqlRows.uuid(rows, 1)),
                rows.getBoolean("matches")));
      }
    }
    return found;
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
