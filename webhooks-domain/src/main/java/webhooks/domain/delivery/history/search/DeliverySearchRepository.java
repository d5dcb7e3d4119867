package webhooks.domain.delivery.history.search;

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
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.history.DeliveryColumns;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.page.Cursor;

/** Reads a bounded number of deliveries for a search. Each call is a transaction. */
@Stateless
public class DeliverySearchRepository {
  /** The number of events with one message id whose deliveries are found, the newest ones. */
  static final int MAX_EVENTS = 100;

  /** The time that one query may take. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /** Leaves out events of others, which would push an event of the caller out. */
  private static final String EVENTS =
      """
      select e.id, e.created from event e where e.message_id = ? and exists (
        select 1 from webhook w where w.id in (%s)
          and (w.account_id = e.account_id or w.scope_id = e.itwin_id))
      order by e.created desc, e.id desc fetch first
      """
          + MAX_EVENTS
          + " rows only";

  /** The size of the bodies after which a query looks for a text in no further one. */
  private static final int MAX_TEXT_BYTES = 32 * 1024 * 1024;

  private final int maxTextBytes;
  private Database database;

  /** Creates the bean, for the container. */
  public DeliverySearchRepository() {
    this(null);
  }

  /** Creates the repository. */
  @Inject
  public DeliverySearchRepository(Database database) {
    this(database, MAX_TEXT_BYTES);
  }

  /** Creates a repository whose queries look into smaller bodies, for tests. */
  DeliverySearchRepository(Database database, int maxTextBytes) {
    this.database = database;
    this.maxTextBytes = maxTextBytes;
  }

  /**
   * A delivery that was examined.
   *
   * @param match the delivery, if it matches all conditions. The body that has the text may be one
   *     that nobody may see any more
   */
  public record ExaminedDelivery(Cursor cursor, Optional<FoundDelivery> match) {}

  /**
   * The deliveries that one query examined, newest first.
   *
   * @param cut whether it ended before the maximum number of rows because their bodies are large
   */
  public record ExaminedDeliveries(List<ExaminedDelivery> rows, boolean cut) {
    /** Returns whether the query has examined the whole span. */
    boolean isWhole(int max) {
      return !cut && rows.size() < max;
    }
  }

  /** Examines the newest deliveries of a span, at most the maximum. */
  public ExaminedDeliveries read(
      DeliverySource source, DeliveryFilter filter, SearchSpan span, int max) {
    return read(source, filter, Optional.empty(), span, max);
  }

  /** Examines the newest deliveries of an event in a span, at most the maximum. */
  public ExaminedDeliveries ofEvent(
      DeliverySource source, DeliveryFilter filter, UUID eventId, SearchSpan span, int max) {
    return read(source, filter, Optional.of(eventId), span, max);
  }

  /**
   * Returns the newest events with a message id of which the webhooks may have deliveries, as
   * cursors, the newest first.
   */
  public List<Cursor> events(DeliverySource source, UUID messageId) {
    String sql = EVENTS.formatted(source.webhooks());
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, messageId);
      source.bind(select, 1);
      List<Cursor> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(cursor(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private ExaminedDeliveries read(
      DeliverySource source,
      DeliveryFilter filter,
      Optional<UUID> event,
      SearchSpan span,
      int max) {
    if (filter.possibleStatuses().isEmpty()) {
      return new ExaminedDeliveries(List.of(), false);
    }
    SearchStatement statement =
        new SearchStatement(source, filter, event, database.dialect(), maxTextBytes);
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      try (PreparedStatement select = connection.prepareStatement(statement.sql(max))) {
        statement.bind(select, span);
        return examined(select, filter);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static ExaminedDeliveries examined(PreparedStatement select, DeliveryFilter filter)
      throws SQLException {
    List<ExaminedDelivery> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (!rows.getBoolean("examined")) {
          return new ExaminedDeliveries(found, true);
        }
        found.add(new ExaminedDelivery(cursor(rows), match(rows, filter)));
      }
    }
    return new ExaminedDeliveries(found, false);
  }

  private static Cursor cursor(ResultSet row) throws SQLException {
    return new Cursor(
        row.getObject("created", OffsetDateTime.class).toInstant(), SqlRows.uuid(row, 1));
  }

  private static Optional<FoundDelivery> match(ResultSet row, DeliveryFilter filter)
      throws SQLException {
    if (!row.getBoolean("matches")) {
      return Optional.empty();
    }
    FoundDelivery found =
        new FoundDelivery(row.getObject("webhook_id", UUID.class), DeliveryColumns.read(row));
    return Optional.of(found)
        .filter(
            delivery -> filter.traceId().map(delivery.delivery().traceId()::equals).orElse(true));
  }
}
