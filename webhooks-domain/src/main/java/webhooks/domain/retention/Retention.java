package webhooks.domain.retention;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import webhooks.domain.alert.AlertPurge;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.filtered.FilteredEvents;
import webhooks.domain.delivery.queue.purge.FinishedDeliveries;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.id.Ids;
import webhooks.domain.portal.ExpiredPortalSessions;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.revision.RevisionPurge;

/**
 * Purges rows that are older than the retention period. Each call is one transaction, which purges
 * a batch of one kind of row, or the rows of deleted webhooks.
 *
 * <p>On PostgreSQL events, finished deliveries and attempts are in partitions, which are dropped
 * when the retention of all their rows is over ({@link HistoryPartitions}). Rows of partitions that
 * can't be dropped, and all rows on H2, are deleted here: finished deliveries with their attempts,
 * then events. The ids of an event and of its deliveries begin with the same time, so the events
 * that pending deliveries of that age still need are found by the primary key. Audit entries have a
 * retention period of their own.
 */
@Stateless
public class Retention {
  private static final int MAX_BATCH = 1000;

  private static final String EVENTS =
      "select id from event where id > ? and id < ? order by id fetch first "
          + MAX_BATCH
          + " rows only";

  /**
   * Selects the events that deliveries need. Uses a join, because with {@code = any} a generic plan
   * compares each row with each id.
   */
  private static final String NEEDED =
      """
      select d.event_id from unnest(cast(? as uuid array)) as e(id)
      join delivery d on d.event_id = e.id where d.id >= ? and d.id < ?
      """;

  private static final String DELETE_EVENTS = "delete from event where id = any(?)";
  private static final String DELETE_WEBHOOKS =
      """
      delete from webhook where deleted and modified < cast(? as timestamp with time zone)
        and not exists (select 1 from delivery_pending d where d.webhook_id = webhook.id)
        and not exists (select 1 from delivery_finished d where d.webhook_id = webhook.id)
      """;

  private static final String AUDIT_ENTRIES =
      """
      select happened, id from audit where happened < cast(? as timestamp with time zone)
        and (happened, id) > (cast(? as timestamp with time zone), ?)
      order by happened, id fetch first %d rows only
      """
          .formatted(MAX_BATCH);

  private static final String DELETE_AUDIT_ENTRIES = "delete from audit where id = any(?)";

  private static final String ENDED_PAUSES =
      "select webhook_id from webhook_pause where ends < current_timestamp - interval '1' minute"
          + " fetch first %d rows only".formatted(MAX_BATCH);

  private static final String DELETE_PAUSE =
      "delete from webhook_pause where webhook_id = ?"
          + " and ends < current_timestamp - interval '1' minute";

  private Database database;
  private Settings settings;

  /** Creates the bean, for the container. */
  public Retention() {}

  /** Creates the use case. */
  @Inject
  public Retention(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * A position in the order in which rows are purged.
   *
   * @param time the time of the last examined row of the audit trail; not used for other rows,
   *     whose ids begin with their time
   * @param id the id of the last examined row; after the end of deliveries or events, the bound of
   *     their ids
   * @param isEnd whether all rows were examined
   */
  public record PurgeCursor(OffsetDateTime time, UUID id, boolean isEnd) {
    /** The position before all rows. */
    public static final PurgeCursor START =
        new PurgeCursor(OffsetDateTime.parse("1970-01-01T00:00:00Z"), new UUID(0, 0), false);
  }

  private Instant firstUnexpired(Connection connection) throws SQLException {
    return SqlRows.now(connection).minus(settings.retention());
  }

  /** Returns the time before which deliveries and events are deleted here, without a partition. */
  private Instant bound(Connection connection) throws SQLException {
    Instant firstUnexpired = firstUnexpired(connection);
    return database.dialect().hasPartitions()
        ? HistoryPartitions.firstKept(connection, firstUnexpired, settings.retention())
        : firstUnexpired;
  }

  /**
   * Purges the next batch of finished deliveries with their attempts; on PostgreSQL only if their
   * partition can't be dropped.
   */
  public PurgeCursor purgeDeliveries(PurgeCursor after) {
    try (Connection connection = database.connection()) {
      UUID bound = Ids.firstOf(bound(connection));
      List<UUID> old =
          new FinishedDeliveries(connection, database.dialect())
              .delete(after.id(), bound, MAX_BATCH);
      // The rest up to the bound is pending, or locked: it is not read again before the next round.
      return endOf(old, after, bound);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Purges the next batch of events that no delivery needs; on PostgreSQL only if their partition
   * can't be dropped.
   */
  public PurgeCursor purgeEvents(PurgeCursor after) {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(EVENTS + database.dialect().skipLocked())) {
      UUID bound = Ids.firstOf(bound(connection));
      select.setObject(1, after.id());
      select.setObject(2, bound);
      List<UUID> old = SqlRows.uuids(select);
      if (!old.isEmpty()) {
        // Few deliveries are that old, because the finished ones are purged first.
        List<UUID> unneeded = new ArrayList<>(old);
        unneeded.removeAll(needed(connection, old));
        delete(connection, DELETE_EVENTS, unneeded);
      }
      return endOf(old, after, bound);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the position after a batch of ids: the bound, if there are no more. */
  private static PurgeCursor endOf(List<UUID> batch, PurgeCursor before, UUID bound) {
    boolean isEnd = batch.size() < MAX_BATCH;
    return new PurgeCursor(before.time(), isEnd ? bound : batch.get(batch.size() - 1), isEnd);
  }

  /** Purges the next batch of audit entries. */
  public PurgeCursor purgeAuditEntries(PurgeCursor after) {
    try (Connection connection = database.connection()) {
      Instant bound = SqlRows.now(connection).minus(settings.auditRetention());
      List<OldEntry> old = oldEntries(connection, bound, after);
      delete(connection, DELETE_AUDIT_ENTRIES, old.stream().map(OldEntry::id).toList());
      return endOf(old, after);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Purges the next batch of sessions of the portal that have ended. */
  public PurgeCursor purgePortalSessions(PurgeCursor after) {
    try (Connection connection = database.connection()) {
      boolean isMore = ExpiredPortalSessions.delete(connection, database.dialect(), MAX_BATCH);
      return new PurgeCursor(after.time(), after.id(), !isMore);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Purges old reports of the next alerts. */
  public PurgeCursor purgeAlertReports(PurgeCursor after) {
    try (Connection connection = database.connection()) {
      List<UUID> alerts = AlertPurge.reports(connection, database.dialect(), after.id(), MAX_BATCH);
      UUID last = alerts.isEmpty() ? after.id() : alerts.get(alerts.size() - 1);
      return new PurgeCursor(after.time(), last, alerts.size() < MAX_BATCH);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private record OldEntry(OffsetDateTime time, UUID id) {}

  /** Returns the next old audit entries, without entries that another node is purging. */
  private List<OldEntry> oldEntries(Connection connection, Instant bound, PurgeCursor after)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(AUDIT_ENTRIES + database.dialect().skipLocked())) {
      select.setObject(1, bound.atOffset(ZoneOffset.UTC));
      select.setObject(2, after.time());
      select.setObject(3, after.id());
      List<OldEntry> old = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          old.add(
              new OldEntry(rows.getObject(1, OffsetDateTime.class), rows.getObject(2, UUID.class)));
        }
      }
      return old;
    }
  }

  private static PurgeCursor endOf(List<OldEntry> batch, PurgeCursor before) {
    boolean isEnd = batch.size() < MAX_BATCH;
    if (batch.isEmpty()) {
      return new PurgeCursor(before.time(), before.id(), isEnd);
    }
    OldEntry last = batch.get(batch.size() - 1);
    return new PurgeCursor(last.time(), last.id(), isEnd);
  }

  /**
   * Purges the rows of webhooks whose deletion is older than the retention period and that have no
   * deliveries any more, with their failure streaks and recoveries, and the rows of {@link
   * RowsWithoutWebhook}. Also purges revisions that ended before the retention period, and batches
   * of ended pauses, of old counts of filtered events, and of alerts that have ended.
   */
  public void purgeWebhooks() {
    try (Connection connection = database.connection();
        PreparedStatement webhooks = connection.prepareStatement(DELETE_WEBHOOKS);
        PreparedStatement ended = connection.prepareStatement(ENDED_PAUSES);
        PreparedStatement pause = connection.prepareStatement(DELETE_PAUSE)) {
      Instant firstUnexpired = firstUnexpired(connection);
      webhooks.setObject(1, firstUnexpired.atOffset(ZoneOffset.UTC));
      RevisionPurge.delete(connection, firstUnexpired);
      webhooks.executeUpdate();
      RowsWithoutWebhook.delete(connection);
      AlertPurge.delete(connection, database.dialect());
      new FinishedDeliveries(connection, database.dialect()).deleteStreaks();
      FilteredEvents.purge(connection);
      // One by one in the order of ids, in which outcomes are recorded too: one statement for all
      // would lock the rows in any order, and the two could deadlock.
      for (UUID webhook : new TreeSet<>(SqlRows.uuids(ended))) {
        pause.setObject(1, webhook);
        pause.addBatch();
      }
      pause.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the ids of the events that a delivery still needs.
   *
   * @param events the ids of the events in ascending order
   */
  private static Set<UUID> needed(Connection connection, List<UUID> events) throws SQLException {
    Instant last = Ids.timeOf(events.get(events.size() - 1));
    try (PreparedStatement select = connection.prepareStatement(NEEDED)) {
      SqlArrays.set(select, 1, "uuid", events.toArray());
      select.setObject(2, Ids.firstOf(Ids.timeOf(events.get(0))));
      select.setObject(3, Ids.firstOf(last.plusMillis(1)));
      return new HashSet<>(SqlRows.uuids(select));
    }
  }

  private static void delete(Connection connection, String sql, List<UUID> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      delete.executeUpdate();
    }
  }
}
