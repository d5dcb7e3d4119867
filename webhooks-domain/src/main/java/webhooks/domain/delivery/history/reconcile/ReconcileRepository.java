package webhooks.domain.delivery.history.reconcile;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.EnqueuedTime;
import webhooks.domain.delivery.history.StatusTable;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;

/** Reads the deliveries of a webhook in the order of their creation. Each call is a transaction. */
@Stateless
public class ReconcileRepository {
  /** The number of deliveries in a batch. */
  static final int MAX_BATCH = 2000;

  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  /** Cancelled deliveries were not sent, unless an owner recovers them. */
  private static final List<DeliveryStatus> STATUSES =
      List.of(DeliveryStatus.PENDING, DeliveryStatus.SUCCEEDED, DeliveryStatus.EXHAUSTED);

  private static final String COLUMNS = "id, event_id, created, status";

  /**
   * One statement for all statuses: a delivery may change its status, and so its table, at any
   * moment, but its place in the order stays. So none is left out or read twice.
   */
  private static final String BATCH =
      STATUSES.stream()
              .map(
                  status ->
                      "("
                          + StatusTable.select(status, COLUMNS)
                          + " and created >= ? and (created, id) > (?, ?) and created < ?"
                          + " and id >= ? and id < ? order by created, id fetch first "
                          + MAX_BATCH
                          + " rows only)")
              .collect(
                  Collectors.joining(
                      " union all ",
                      "select d.id, d.created, d.status, e.message_id, "
                          + EnqueuedTime.TAIL
                          + " as tail from (select "
                          + COLUMNS
                          + " from (",
                      ") of_each_status order by created, id fetch first "
                          + MAX_BATCH
                          + " rows only) d"))
          + " left join event e on e.id = d.event_id order by d.created, d.id";

  private Database database;

  /** Creates the bean, for the container. */
  public ReconcileRepository() {}

  /** Creates the repository. */
  @Inject
  public ReconcileRepository(Database database) {
    this.database = database;
  }

  /**
   * A delivery with the times of its event.
   *
   * @param enqueued the time of its event; empty if the event belongs to no hour
   * @param messageId the id of its event; null if an operator has deleted the event
   */
  record ReconciledDelivery(
      Cursor cursor, UUID messageId, Optional<Instant> enqueued, DeliveryStatus status) {
    /** Returns whether its event has a time in the period. */
    boolean isOf(Instant since, Instant until) {
      return enqueued.filter(time -> !time.isBefore(since) && time.isBefore(until)).isPresent();
    }

    /** Returns the hour of its event. */
    Instant hour() {
      return ReconcileQuery.hourOf(enqueued.orElseThrow());
    }
  }

  /** Returns the next deliveries after a cursor that were created before a time. */
  public List<ReconciledDelivery> next(UUID webhookId, Cursor after, Instant end) {
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      try (PreparedStatement select = connection.prepareStatement(BATCH)) {
        int index = 0;
        for (int i = 0; i < STATUSES.size(); i++) {
          select.setObject(++index, webhookId);
          select.setObject(++index, utc(after.created()));
          select.setObject(++index, utc(after.created()));
          select.setObject(++index, after.id());
          select.setObject(++index, utc(end));
          select.setObject(++index, firstId(after.created()));
          select.setObject(++index, Ids.firstOf(end.plus(Ids.MAX_CLOCK_DIFFERENCE)));
        }
        List<ReconciledDelivery> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            found.add(delivery(rows));
          }
        }
        return found;
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static UUID firstId(Instant since) {
    Instant first = since.minus(Ids.MAX_CLOCK_DIFFERENCE);
    return Ids.firstOf(first.isBefore(Instant.EPOCH) ? Instant.EPOCH : first);
  }

  private static ReconciledDelivery delivery(ResultSet row) throws SQLException {
    Instant created = row.getObject("created", OffsetDateTime.class).toInstant();
    return new ReconciledDelivery(
        new Cursor(created, SqlRows.uuid(row, 1)),
        SqlRows.uuid(row, 4),
        Optional.ofNullable(row.getBytes("tail"))
            .flatMap(EnqueuedTime::of)
            .filter(enqueued -> StoredNear.includes(enqueued, created)),
        DeliveryStatus.of(row.getInt("status")));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
