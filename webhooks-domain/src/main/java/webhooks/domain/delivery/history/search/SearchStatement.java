package webhooks.domain.delivery.history.search;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryColumns;
import webhooks.domain.delivery.history.StatusTable;
import webhooks.domain.id.Ids;

/**
 * The SQL that examines the newest deliveries of a span.
 *
 * <p>Each row has the columns of {@link DeliveryColumns}, {@code webhook_id}, and whether it {@code
 * matches}. A row is not {@code examined} if the bodies of the rows before it are large: to search
 * all of them would take longer than a query may.
 *
 * @param event the only event whose deliveries are examined; empty for all
 * @param maxTextBytes the size of the bodies after which a query looks into no further one
 */
record SearchStatement(
    DeliverySource source,
    DeliveryFilter filter,
    Optional<UUID> event,
    Dialect dialect,
    int maxTextBytes) {
  /** The ids of an event and of its deliveries begin with the same time. */
  private static final String OF_EVENT = " and event_id = ? and id >= ? and id < ?";

  private static final String ROWS =
      "select "
          + DeliveryColumns.LIST
          + ", d.webhook_id%s, e.event_type is not null%s as matches from (select "
          + DeliverySource.COLUMNS
          + " from (%s) of_each_status%s) d%s";

  /** Counts only bodies that are looked into. Their lengths are known without reading them. */
  private static final String WITH_TEXT =
      """
      select id, message_id, event_type, itwin_id, traceparent, status, created, attempts,
        next_attempt, status_code, error, webhook_id, examined,
        case when examined and matches then %s > 0 end as matches
      from (select r.*, coalesce(sum(case when matches then body_size end) over (
            order by created desc, id desc rows between unbounded preceding and 1 preceding), 0)
          < %d as examined
        from (%s) r) s
      order by created desc, id desc
      """;

  private static final String TEXT = "position(cast(? as bytea) in body)";

  private static final String SIZE = ", octet_length(e.body) as body_size, ";

  /**
   * H2 keeps all rows in memory to add their sizes, so it reads each body when it looks into it.
   */
  private static final String TEXT_ON_H2 =
      "locate(cast(? as varchar), (select utf8tostring(body) from event where event.id = s.event_id))";

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

  /** Returns the statement for at most this many rows. */
  String sql(int max) {
    boolean ofText = filter.text().isPresent();
    boolean onPostgres = dialect == Dialect.POSTGRESQL;
    String parts =
        filter.possibleStatuses().stream()
            .map(status -> "(" + part(status, max) + ")")
            .collect(Collectors.joining(" union all "));
    String rows =
        ROWS.formatted(
            ofText ? SIZE + (onPostgres ? "e.body" : "d.event_id") : ", true as examined",
            conditions(),
            parts,
            SearchSpan.ORDER.formatted(max),
            onPostgres ? LOOK_UPS : DeliveryColumns.JOINS);
    return ofText
        ? WITH_TEXT.formatted(onPostgres ? TEXT : TEXT_ON_H2, maxTextBytes, rows)
        : rows + " order by d.created desc, d.id desc";
  }

  /** An event has few deliveries, so they are sorted only together. */
  private String part(DeliveryStatus status, int max) {
    return event.isPresent()
        ? StatusTable.select(status, DeliverySource.COLUMNS, source.condition())
            + OF_EVENT
            + SearchSpan.CONDITION
        : source.newest(status, max, dialect);
  }

  private String conditions() {
    return (filter.eventType().isPresent() ? " and e.event_type = ?" : "")
        + filter.attempt().sql("d", "a");
  }

  /** Sets all parameters. */
  void bind(PreparedStatement select, SearchSpan span) throws SQLException {
    int index = 0;
    if (filter.text().isPresent()) {
      setText(select, ++index, filter.text().get());
    }
    if (filter.eventType().isPresent()) {
      select.setString(++index, filter.eventType().get());
    }
    index = filter.attempt().bind(select, index);
    for (int i = 0; i < filter.possibleStatuses().size(); i++) {
      index = source.bind(select, index);
      if (event.isPresent()) {
        index = bind(select, index, event.get());
      }
      index = span.bind(select, index);
    }
  }

  private void setText(PreparedStatement select, int index, String text) throws SQLException {
    if (dialect == Dialect.POSTGRESQL) {
      select.setBytes(index, text.getBytes(StandardCharsets.UTF_8));
    } else {
      select.setString(index, text);
    }
  }

  private static int bind(PreparedStatement select, int last, UUID event) throws SQLException {
    Instant time = Ids.timeOf(event);
    select.setObject(last + 1, event);
    select.setObject(last + 2, Ids.firstOf(time));
    select.setObject(last + 3, Ids.firstOf(time.plusMillis(1)));
    return last + 3;
  }
}
