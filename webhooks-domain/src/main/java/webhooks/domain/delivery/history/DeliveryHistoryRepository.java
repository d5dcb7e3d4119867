package webhooks.domain.delivery.history;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.queue.erase.ExpiredPayload;
import webhooks.domain.page.BatchedIterator;

/** Reads deliveries and attempts from the database. Each call is a transaction. */
@Stateless
public class DeliveryHistoryRepository {
  private static final String ONE =
      "select "
          + DeliveryColumns.LIST
          + ", case when octet_length(e.body) > 0 and (f.id is null or not "
          + ExpiredPayload.of("f")
          + ") then e.body end as body from delivery d"
          + DeliveryColumns.JOINS
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
        return Optional.of(
            new DeliveryDetail(DeliveryColumns.read(row), body, () -> attempts(id, event)));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
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
    Instant started = DeliveryColumns.instant(row, "started");
    Optional<AttemptError> error = DeliveryColumns.error(row);
    return new Attempt(
        started,
        Duration.ofMillis(row.getInt("duration_ms")),
        DeliveryColumns.statusCode(row),
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
}
