package webhooks.domain.delivery.history;

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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.queue.erase.ExpiredPayload;
import webhooks.domain.page.BatchedIterator;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.trace.TraceContext;

/** Reads deliveries and attempts from the database. Each call is a transaction. */
@Stateless
public class DeliveryHistoryRepository {
  /**
   * The maximum number of rows that are read for a page of one event type, even if few have this
   * type.
   */
  private static final int MAX_EXAMINED = 1000;

  private static final String COLUMNS =
      "d.id, coalesce(e.message_id, d.event_id) as message_id, e.event_type, e.itwin_id,"
          + " e.traceparent, d.status, d.created, d.attempts,"
          + " case when d.status = 0 and d.lease is null and "
          + Subscription.DELIVERABLE
          + " then d.due_at end as next_attempt, coalesce(d.status_code, a.status_code) as status_code,"
          + " a.error";

  /**
   * The event and the latest attempt of a delivery. An operator may have deleted the event from the
   * table; such a delivery is not shown.
   */
  private static final String JOINS =
      " left join event e on e.id = d.event_id"
          + " left join attempt a on a.delivery_id = d.id and a.number = d.attempts";

  /**
   * One query for each status, so that the index returns the rows in order and no more rows than
   * needed.
   */
  private static final String OF_STATUS =
      """
      (%s and created >= ? and (created, id) < (?, ?)
        order by created desc, id desc fetch first %d rows only)
      """;

  private static final String READ =
      "id, event_id, webhook_id, activation, status, due_at, lease, attempts, created, status_code";

  private static final String PAGE =
      "select "
          + COLUMNS
          + " from (%s) d"
          + JOINS
          + " order by d.created desc, d.id desc fetch first %d rows only";

  private static final String ONE =
      "select "
          + COLUMNS
          + ", case when octet_length(e.body) > 0 and (f.id is null or not "
          + ExpiredPayload.of("f")
          + ") then e.body end as body from delivery d"
          + JOINS
          + " left join delivery_finished f on f.id = d.id where d.webhook_id = ? and d.id = ? and e.id is not null";

  /** The number of attempts in memory; each has up to 1 KiB of its answer and 16 KiB of headers. */
  private static final int ATTEMPTS_STEP = 10;

  private static final String ATTEMPTS =
      "select number, started, duration_ms, status_code, error, cause, excerpt, request_headers,"
          + " response_headers from delivery_attempt"
          + " where delivery_id = ? and number > ? order by number fetch first "
          + ATTEMPTS_STEP
          + " rows only";

  private Database database;

  /** Creates the bean, for the container. */
  public DeliveryHistoryRepository() {}

  /** Creates the repository. */
  @Inject
  public DeliveryHistoryRepository(Database database) {
    this.database = database;
  }

  /** Returns a page of a webhook's deliveries. */
  public Page<DeliverySummary> page(UUID webhookId, DeliveryHistoryRules.DeliveryListQuery query) {
    int limit = query.eventType().isPresent() ? MAX_EXAMINED : query.top() + 1;
    String parts =
        query.statuses().stream()
            .map(status -> OF_STATUS.formatted(StatusTable.select(status, READ), limit))
            .collect(Collectors.joining(" union all "));
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(PAGE.formatted(parts, limit))) {
      Cursor after = query.after().orElseGet(Cursor::last);
      int index = 0;
      for (int i = 0; i < query.statuses().size(); i++) {
        select.setObject(++index, webhookId);
        select.setObject(++index, utc(query.since().orElse(Instant.EPOCH)));
        select.setObject(++index, utc(after.created()));
        select.setObject(++index, after.id());
      }
      List<DeliverySummary> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(delivery(rows));
        }
      }
      return page(found, limit, query);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the page of the deliveries that were read. A delivery whose event is missing is left
   * out but moves the cursor. Otherwise the list would end before it.
   */
  private static Page<DeliverySummary> page(
      List<DeliverySummary> found, int limit, DeliveryHistoryRules.DeliveryListQuery query) {
    List<DeliverySummary> page = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      DeliverySummary delivery = found.get(i);
      String type = delivery.eventType();
      if (type != null && query.eventType().map(type::equals).orElse(true)) {
        page.add(delivery);
      }
      boolean more = i + 1 < found.size() || found.size() == limit;
      if (page.size() == query.top() || i + 1 == found.size()) {
        Cursor last = new Cursor(delivery.created(), delivery.id());
        return new Page<>(
            page, more ? Optional.of(last.token(DeliveryHistoryRules.LIST)) : Optional.empty());
      }
    }
    return new Page<>(page, Optional.empty());
  }

  /**
   * Returns the delivery of the webhook with this id, if there is one. Callers show of it what
   * {@link webhooks.domain.delivery.history.payload.ShownPayloads} lets them.
   */
  public Optional<DeliveryDetail> find(UUID webhookId, UUID id) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(ONE)) {
      select.setObject(1, webhookId);
      select.setObject(2, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Optional<byte[]> body =
            Optional.ofNullable(row.getBytes("body"))
                .map(beginning -> LeasedDelivery.body(beginning, webhookId));
        SentEvent event =
            new SentEvent(
                row.getObject("message_id", UUID.class), body.map(bytes -> bytes.length).orElse(0));
        return Optional.of(new DeliveryDetail(delivery(row), body, () -> attempts(id, event)));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static DeliverySummary delivery(ResultSet row) throws SQLException {
    return new DeliverySummary(
        row.getObject("id", UUID.class),
        row.getObject("message_id", UUID.class),
        row.getString("event_type"),
        row.getString("itwin_id"),
        traceId(row),
        DeliveryStatus.of(row.getInt("status")),
        instant(row, "created"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getObject("next_attempt", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        statusCode(row),
        error(row));
  }

  private static String traceId(ResultSet row) throws SQLException {
    UUID messageId = row.getObject("message_id", UUID.class);
    return TraceContext.parse(row.getString("traceparent"), null)
        .map(TraceContext::traceId)
        .orElseGet(() -> TraceContext.traceIdOf(messageId));
  }

  /** An attempt with its number, by which the next step continues. */
  private record NumberedAttempt(int number, Attempt attempt) {}

  /** The parts of a request that are the same in each attempt. */
  private record SentEvent(UUID messageId, int bodySize) {
    HeaderExcerpt headersAt(Instant started) {
      return HeaderExcerpt.ofDelivered(messageId, started, bodySize);
    }
  }

  private Iterator<Attempt> attempts(UUID id, SentEvent event) {
    Iterator<NumberedAttempt> numbered =
        new BatchedIterator<>(
            ATTEMPTS_STEP,
            last -> attempts(id, last.map(NumberedAttempt::number).orElse(0), event));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return numbered.hasNext();
      }

      @Override
      public Attempt next() {
        return numbered.next().attempt();
      }
    };
  }

  private List<NumberedAttempt> attempts(UUID id, int after, SentEvent event) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(ATTEMPTS)) {
      select.setObject(1, id);
      select.setInt(2, after);
      List<NumberedAttempt> attempts = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          attempts.add(new NumberedAttempt(rows.getInt("number"), attempt(rows, event)));
        }
      }
      return attempts;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Attempt attempt(ResultSet row, SentEvent event) throws SQLException {
    Instant started = instant(row, "started");
    Optional<AttemptError> error = error(row);
    return new Attempt(
        started,
        Duration.ofMillis(row.getInt("duration_ms")),
        statusCode(row),
        error,
        Optional.ofNullable(row.getString("cause")).flatMap(AttemptCause::of),
        Optional.ofNullable(row.getBytes("excerpt")).orElse(new byte[0]),
        Optional.empty(),
        new AttemptHeaders(
            error.isEmpty()
                ? Optional.of(event.headersAt(started))
                : headers(row, "request_headers"),
            headers(row, "response_headers")),
        Optional.empty());
  }

  private static Optional<HeaderExcerpt> headers(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(HeaderExcerpt::parse);
  }

  private static OptionalInt statusCode(ResultSet row) throws SQLException {
    int statusCode = row.getInt("status_code");
    return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
  }

  private static Optional<AttemptError> error(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("error")).map(AttemptError::of);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
