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
 * matches}. On PostgreSQL a row is not {@code examined} if the bodies of the rows before it are
 * large: to search all of them would take longer than a query may.
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
        case when examined and matches then position(cast(? as bytea) in body) > 0 end as matches
      from (select r.*, coalesce(sum(case when matches then octet_length(body) end) over (
            order by created desc, id desc rows between unbounded preceding and 1 preceding), 0)
          < %d as examined
        from (%s) r) s
      order by created desc, id desc
      """;

  private static final String TEXT_ON_H2 =
      " and locate(cast(? as varchar), utf8tostring(e.body)) > 0";

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
    boolean countsBytes = countsBytes();
    String parts =
        filter.possibleStatuses().stream()
            .map(status -> "(" + part(status, max) + ")")
            .collect(Collectors.joining(" union all "));
    String rows =
        ROWS.formatted(
            countsBytes ? ", e.body" : ", true as examined",
            conditions(),
            parts,
            SearchSpan.ORDER.formatted(max),
            dialect == Dialect.POSTGRESQL ? LOOK_UPS : DeliveryColumns.JOINS);
    return countsBytes
        ? WITH_TEXT.formatted(maxTextBytes, rows)
        : rows + " order by d.created desc, d.id desc";
  }

  /** H2 would keep the bodies of all rows in memory to count their bytes. */
  private boolean countsBytes() {
    return dialect == Dialect.POSTGRESQL && filter.text().isPresent();
  }

  /** An event has few deliveries, so they are sorted only together. */
  private String part(DeliveryStatus status, int max) {
    return event.isPresent()
        ? StatusTable.select(status, DeliverySource.COLUMNS, source.condition())
            + OF_EVENT
            + SearchSpan.CONDITION
        : source.newest(status, max, dialect);
  }

  /** The databases evaluate them in this order, so few bodies are read for other conditions. */
  private String conditions() {
    return (filter.eventType().isPresent() ? " and e.event_type = ?" : "")
        + filter.attempt().sql("d", "a")
        + (filter.text().isPresent() && !countsBytes() ? TEXT_ON_H2 : "");
  }

  /** Sets all parameters. */
  void bind(PreparedStatement select, SearchSpan span) throws SQLException {
    int index = 0;
    if (countsBytes()) {
      select.setBytes(++index, filter.text().orElseThrow().getBytes(StandardCharsets.UTF_8));
    }
    if (filter.eventType().isPresent()) {
      select.setString(++index, filter.eventType().get());
    }
    index = filter.attempt().bind(select, index);
    if (filter.text().isPresent() && !countsBytes()) {
      select.setString(++index, filter.text().get());
    }
    for (int i = 0; i < filter.possibleStatuses().size(); i++) {
      index = source.bind(select, index);
      if (event.isPresent()) {
        index = bind(select, index, event.get());
      }
      index = span.bind(select, index);
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
