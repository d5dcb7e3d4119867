package webhooks.domain.delivery.history.search;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryColumns;
import webhooks.domain.delivery.history.StatusTable;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;

/** Reads a bounded number of deliveries for a search. Each call is a transaction. */
@Stateless
public class DeliverySearchRepository {
  /** The number of events with one message id whose deliveries are found, the newest ones. */
  static final int MAX_EVENTS = 100;

  /** The time that one query may take. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /** The ids of an event and of its deliveries begin with the same time. */
  private static final String OF_EVENT = " and event_id = ? and id >= ? and id < ?";

  /** Leaves out events of others, which would push an event of the caller out. */
  private static final String EVENTS =
      """
      select e.id from event e where e.message_id = ? and exists (
        select 1 from webhook w where w.id in (%s)
          and (w.account_id = e.account_id or w.scope_id = e.itwin_id))
      order by e.created desc, e.id desc fetch first
      """
          + MAX_EVENTS
          + " rows only";

  private static final String ROWS =
      "select "
          + DeliveryColumns.LIST
          + ", d.webhook_id, e.event_type is not null%s as matches from (select "
          + DeliverySource.COLUMNS
          + " from (%s) of_each_status%s) d%s order by d.created desc, d.id desc";

  /**
   * Looks up each event and attempt by its key. PostgreSQL would otherwise join many deliveries
   * with all events.
   */
  private static final String LOOK_UPS =
      """
       left join lateral (select message_id, event_type, itwin_id, traceparent, body from event
          where event.id = d.event_id fetch first 1 row only) e on true
        left join lateral (select status_code, error from attempt
          where attempt.delivery_id = d.id and attempt.number = d.attempts
          fetch first 1 row only) a on true
      """;

  private Database database;

  /** Creates the bean, for the container. */
  public DeliverySearchRepository() {}

  /** Creates the repository. */
  @Inject
  public DeliverySearchRepository(Database database) {
    this.database = database;
  }

  /**
   * A delivery that was examined.
   *
   * @param match the delivery, if it matches all conditions. The body that has the text may be one
   *     that nobody may see any more
   */
  public record ExaminedDelivery(Cursor cursor, Optional<FoundDelivery> match) {}

  /** Returns the newest deliveries of a span, at most the maximum. */
  public List<ExaminedDelivery> read(
      DeliverySource source, DeliveryFilter filter, SearchSpan span, int max) {
    return read(source, filter, Optional.empty(), span, max);
  }

  /** Returns the newest deliveries of an event in a span, at most the maximum. */
  public List<ExaminedDelivery> ofEvent(
      DeliverySource source, DeliveryFilter filter, UUID eventId, SearchSpan span, int max) {
    return read(source, filter, Optional.of(eventId), span, max);
  }

  /**
   * Returns the ids of the newest events with a message id of which the webhooks may have
   * deliveries, the newest first.
   */
  public List<UUID> events(DeliverySource source, UUID messageId) {
    String sql = EVENTS.formatted(source.webhooks());
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, messageId);
      source.bind(select, 1);
      return SqlRows.uuids(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private List<ExaminedDelivery> read(
      DeliverySource source,
      DeliveryFilter filter,
      Optional<UUID> event,
      SearchSpan span,
      int max) {
    if (filter.possibleStatuses().isEmpty()) {
      return List.of();
    }
    try (Connection connection = database.connection()) {
      QueryTime.limit(connection, database.dialect(), MAX_TIME);
      String sql = sql(source, filter, event.isPresent(), max);
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        int index = bindConditions(select, filter);
        for (int i = 0; i < filter.possibleStatuses().size(); i++) {
          index = source.bind(select, index);
          if (event.isPresent()) {
            index = bind(select, index, event.get());
          }
          index = span.bind(select, index);
        }
        return examined(select, filter);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private String sql(DeliverySource source, DeliveryFilter filter, boolean ofEvent, int max) {
    Dialect dialect = database.dialect();
    String parts =
        filter.possibleStatuses().stream()
            .map(status -> "(" + part(source, status, ofEvent, max) + ")")
            .collect(Collectors.joining(" union all "));
    return ROWS.formatted(
        conditions(filter, dialect),
        parts,
        SearchSpan.ORDER.formatted(max),
        dialect == Dialect.POSTGRESQL ? LOOK_UPS : DeliveryColumns.JOINS);
  }

  /** An event has few deliveries, so they are sorted only together. */
  private String part(DeliverySource source, DeliveryStatus status, boolean ofEvent, int max) {
    return ofEvent
        ? StatusTable.select(status, DeliverySource.COLUMNS, source.condition())
            + OF_EVENT
            + SearchSpan.CONDITION
        : source.newest(status, max, database.dialect());
  }

  /** The databases evaluate them in this order, so few bodies are read for other conditions. */
  private static String conditions(DeliveryFilter filter, Dialect dialect) {
    String contains =
        dialect == Dialect.POSTGRESQL
            ? " and position(cast(? as bytea) in e.body) > 0"
            : " and locate(cast(? as varchar), utf8tostring(e.body)) > 0";
    return (filter.eventType().isPresent() ? " and e.event_type = ?" : "")
        + filter.attempt().sql("d", "a")
        + (filter.text().isPresent() ? contains : "");
  }

  private int bindConditions(PreparedStatement select, DeliveryFilter filter) throws SQLException {
    int index = 0;
    if (filter.eventType().isPresent()) {
      select.setString(++index, filter.eventType().get());
    }
    index = filter.attempt().bind(select, index);
    if (filter.text().isPresent()) {
      String text = filter.text().get();
      if (database.dialect() == Dialect.POSTGRESQL) {
        select.setBytes(++index, text.getBytes(StandardCharsets.UTF_8));
      } else {
        select.setString(++index, text);
      }
    }
    return index;
  }

  private static int bind(PreparedStatement select, int last, UUID event) throws SQLException {
    Instant time = Ids.timeOf(event);
    select.setObject(last + 1, event);
    select.setObject(last + 2, Ids.firstOf(time));
    select.setObject(last + 3, Ids.firstOf(time.plusMillis(1)));
    return last + 3;
  }

  private static List<ExaminedDelivery> examined(PreparedStatement select, DeliveryFilter filter)
      throws SQLException {
    List<ExaminedDelivery> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Cursor cursor =
            new Cursor(
                rows.getObject("created", OffsetDateTime.class).toInstant(), SqlRows.uuid(rows, 1));
        found.add(new ExaminedDelivery(cursor, match(rows, filter)));
      }
    }
    return found;
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
