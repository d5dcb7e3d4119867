package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDeliveries;
import webhooks.domain.option.OptionRules;
import webhooks.domain.page.Cursor;

/** The conditions of searches, of one webhook and of an account. */
@OnEveryDatabase
class SearchConditionsTest extends SearchFixture {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  SearchConditionsTest(TestDatabase database) {
    super(database);
  }

  @Test
  void findsResultsOfLatestAttempts() {
    UUID failed = delivery(DeliveryStatus.PENDING, START);
    UUID sent = delivery(DeliveryStatus.SUCCEEDED, START.minusSeconds(1));
    UUID exhausted = delivery(DeliveryStatus.EXHAUSTED, START.minusSeconds(2));
    delivery(DeliveryStatus.CANCELLED, START.minusSeconds(3));
    QueueRows queue = new QueueRows(database);
    queue.attempt(failed, 3, 1, 503, "status");
    queue.attempt(failed, 2, 1, null, "dns");
    queue.attempt(exhausted, 3, 1, null, "tls");
    rows.attempt(sent, 3, 1);

    assertThat(page(Map.of()).page().items())
        .extracting(FoundDelivery::delivery)
        .extracting(DeliverySummary::lastStatusCode, DeliverySummary::lastError)
        .containsExactly(
            tuple(OptionalInt.of(503), Optional.of(AttemptError.STATUS)),
            tuple(OptionalInt.of(200), Optional.empty()),
            tuple(OptionalInt.empty(), Optional.of(AttemptError.TLS)),
            tuple(OptionalInt.empty(), Optional.empty()));
    for (Caller caller : List.of(OWNER, ADMINISTRATOR)) {
      assertThat(all(Map.of("statusCode", "5xx"))).containsExactly(failed);
      assertThat(all(Map.of("statusCode", "503"))).containsExactly(failed);
      assertThat(all(Map.of("statusCode", "502"))).isEmpty();
      assertThat(all(Map.of("statusCode", "2xx"))).containsExactly(sent);
      assertThat(all(Map.of("error", "dns"))).isEmpty();
      assertThat(all(Map.of("error", "tls"))).containsExactly(exhausted);
      assertThat(all(Map.of("error", "status", "statusCode", "503", "status", "pending")))
          .containsExactly(failed);
      assertThat(all(Map.of("error", "status", "status", "succeeded"))).isEmpty();
      ofAccount(caller);
    }
  }

  @Test
  void findsPublishersTracesAndTracesOfEvents() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID without = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    EventRow traced = EventRow.of(HistoryRows.TYPE, START);
    UUID with = events.deliver(traced, START, webhook, DeliveryStatus.SUCCEEDED);
    database.execute(
        "update event set traceparent = '00-"
            + TRACE
            + "-b7ad6b7169203331-01'"
            + " where message_id = ?",
        traced.messageId());

    assertThat(all(Map.of("traceId", TRACE))).containsExactly(with);
    assertThat(all(Map.of("traceId", event.messageId().toString().replace("-", ""))))
        .containsExactly(without);
    assertThat(all(Map.of("traceId", traced.messageId().toString().replace("-", "")))).isEmpty();
  }

  private UUID withContent(String content, Instant created) {
    EventRow event = EventRow.of(HistoryRows.TYPE, created).with(content);
    return events.deliver(event, created, webhook, DeliveryStatus.SUCCEEDED);
  }

  @Test
  void queryLooksIntoBodiesOfABoundedSize() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String content = "{\"order\":\"needle\",\"rest\":\"%s\"}".formatted("x".repeat(1000));
      ids.add(withContent(content, START.minusMillis(i)));
    }
    DeliverySearchRepository few = new DeliverySearchRepository(database.database(), 2500);
    DeliveryFilter filter =
        SearchRules.check(SearchRequests.of(Map.of("text", "needle")), Instant.now()).filter();
    SearchSpan span = new SearchSpan(Instant.EPOCH, Cursor.last());

    ExaminedDeliveries found = database.inTransaction(() -> few.read(source, filter, span, 250));

    assertThat(found.cut()).isTrue();
    assertThat(found.rows())
        .extracting(row -> row.match().orElseThrow().delivery().id())
        .isEqualTo(ids.subList(0, 3));
    assertThat(all(Map.of("text", "needle"))).isEqualTo(ids);
  }

  @Test
  void findsTextsOfOneDay() {
    UUID found = withContent("{\"order\":\"Zürich-17\"}", START);
    withContent("{\"order\":\"Bern-17\"}", START);
    UUID old = withContent("{\"order\":\"Zürich-17\"}", START.minus(Duration.ofDays(2)));
    Map<String, String> text = Map.of("text", "Zürich-17");

    assertThat(all(text)).containsExactly(found);
    Searched searched = page(text).searched().orElseThrow();
    assertThat(searched.complete()).isFalse();
    assertThat(searched.rows()).isEqualTo(2);
    assertThat(searched.since().orElseThrow())
        .isBetween(
            Instant.now().minus(Duration.ofHours(25)), Instant.now().minus(Duration.ofHours(23)));
    assertThat(
            all(Map.of("text", "Zürich-17", "until", START.minus(Duration.ofDays(1)).toString())))
        .containsExactly(old);
    assertThat(page(Map.of("text", "Zürich-17", "since", START.toString())).searched())
        .contains(new Searched(2, Optional.of(START), Optional.of(START), true));
    assertThat(all(Map.of("text", "zürich-17"))).isEmpty();
    ofAccount(OWNER);
    assertThat(all(text)).containsExactly(found);
  }

  @Test
  void findsNoTextThatNobodyMaySee() {
    UUID shown = withContent("{\"a\":\"needle\",\"b\":1}", START);
    UUID erased = withContent("{\"c\":\"needle\"}", START.plusSeconds(1));
    database.execute("update delivery_finished set payload_erased = true where id = ?", erased);
    Map<String, String> text = Map.of("text", "needle");
    assertThat(all(text)).containsExactly(shown);

    database.inTransaction(
        () -> {
          options.put(
              webhook,
              "account",
              OptionRules.options("{'retention': {'redact': ['$.content.a']}}"),
              Instant.now());
          return null;
        });

    assertThat(all(text)).isEmpty();
    assertThat(all(Map.of("text", "\"b\":1"))).containsExactly(shown);
  }
}
