package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.WebhookRow;

/** Lists and searches of deliveries, of one webhook and of an account. */
@OnEveryDatabase
class DeliverySearchTest {
  private static final String RARE = "iModels.iModelDeleted.v1";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Caller OWNER = Callers.tenant("client", "account");
  private static final Caller ADMINISTRATOR =
      Callers.of("console", "account", false, true);
  private static final Instant START =
      Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MICROS);

  private final TestDatabase database;
  private final OptionsRepository options;
  private HistoryRows rows;
  private EventRows events;
  private UUID webhook;
  private DeliverySource source;
  private DeliverySearch search;

  DeliverySearchTest(TestDatabase database) {
    this.database = database;
    options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    events = new EventRows(database);
    webhook = webhookOf("client", "account");
    source = new DeliverySource.OfWebhook(webhook);
    search =
        new DeliverySearch(
            new DeliverySearchRepository(database.database()),
            new DeliveryHistoryRepository(database.database()),
            new ShownPayloads(options, WebhookRow.CIPHER),
            new ListLimit(),
            new StatisticsLimit());
  }

  private UUID webhookOf(String client, String account) {
    return new WebhookRow()
        .with("client_id", client)
        .with("account_id", account)
        .insertInto(database);
  }

  private UUID delivery(DeliveryStatus status, Instant created) {
    return rows.delivery(webhook, status, created, HistoryRows.TYPE);
  }

  private DeliveryPage page(Map<String, String> parameters) {
    return database.inTransaction(
        () -> search.page(OWNER, source, SearchRequests.of(parameters)));
  }

  private List<UUID> all(Map<String, String> parameters) {
    int top = Integer.parseInt(parameters.getOrDefault("$top", "50"));
    Map<String, String> next = new HashMap<>(parameters);
    List<UUID> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      token.ifPresent(text -> next.put("continuationToken", text));
      DeliveryPage page = page(next);
      assertThat(page.page().items().size()).isLessThanOrEqualTo(top);
      page.page().items().forEach(found -> seen.add(found.delivery().id()));
      token = page.page().continuation();
    } while (token.isPresent());
    return seen;
  }

  private void ofAccount(Caller caller) {
    source = DeliverySource.OfAccount.of(caller).orElseThrow();
  }

  @Test
  void pagesHoldEachDeliveryOnceNewestFirst() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      DeliveryStatus status = DeliveryStatus.values()[i % 4];
      ids.add(delivery(status, START.plusMillis(i / 7)));
    }
    rows.delivery(UUID.randomUUID(), DeliveryStatus.PENDING, START, HistoryRows.TYPE);
    Collections.reverse(ids);

    for (String top : List.of("1", "5", "23", "100")) {
      assertThat(all(Map.of("$top", top))).as("top %s", top).isEqualTo(ids);
    }
  }

  @Test
  void accountHasTheDeliveriesThatTheCallerMayRead() {
    UUID second = webhookOf("client", "account");
    UUID ofOther = webhookOf("other", "account");
    UUID stranger = webhookOf("client", "elsewhere");
    List<UUID> own = new ArrayList<>();
    List<UUID> ofAll = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      UUID of = List.of(webhook, second, ofOther, stranger).get(i % 4);
      // Far apart, so that several windows are read.
      Instant created = START.minus(Duration.ofHours(10 * i));
      UUID id = rows.delivery(of, DeliveryStatus.values()[i / 4 % 4], created, HistoryRows.TYPE);
      (i % 4 < 2 ? own : new ArrayList<UUID>()).add(id);
      (i % 4 < 3 ? ofAll : new ArrayList<UUID>()).add(id);
    }

    for (String top : List.of("1", "5", "100")) {
      ofAccount(OWNER);
      assertThat(all(Map.of("$top", top))).as("application, %s", top).isEqualTo(own);
      ofAccount(ADMINISTRATOR);
      assertThat(all(Map.of("$top", top))).as("administrator, %s", top).isEqualTo(ofAll);
    }
    assertThat(page(Map.of()).page().items())
        .extracting(FoundDelivery::webhookId)
        .startsWith(webhook, second, ofOther);
    database.execute("update webhook set deleted = true where id = ?", second);
    ofAccount(OWNER);
    assertThat(all(Map.of())).hasSize(6);
  }

  @Test
  void lastFullPageHasNoContinuation() {
    delivery(DeliveryStatus.PENDING, START);
    delivery(DeliveryStatus.SUCCEEDED, START);

    assertThat(page(Map.of("$top", "2")).page().continuation()).isEmpty();
    assertThat(page(Map.of("$top", "1")).page().continuation()).isPresent();
    assertThat(page(Map.of()).searched()).isEmpty();
  }

  @Test
  void findsARareEventTypeBehindManyOthers() {
    UUID rare = rows.delivery(webhook, DeliveryStatus.SUCCEEDED, START, RARE);
    List<Instant> later = IntStream.rangeClosed(1, 2500).mapToObj(START::plusMillis).toList();
    rows.deliveries(webhook, DeliveryStatus.SUCCEEDED, later, HistoryRows.TYPE);

    assertThat(all(Map.of("eventType", RARE))).containsExactly(rare);
    DeliveryPage one = page(Map.of("eventType", RARE));
    if (one.page().continuation().isEmpty()) {
      assertThat(one.searched()).contains(new Searched(2501, Optional.empty(), true));
    }
  }

  /** An operator may have deleted rows of the table. */
  @Test
  void goesOnBehindDeliveriesWithoutEvents() {
    List<UUID> shown = new ArrayList<>();
    List<UUID> hidden = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      UUID id = delivery(DeliveryStatus.SUCCEEDED, START.minusMillis(i));
      (i == 0 || i == 8 ? shown : hidden).add(id);
    }
    hidden.forEach(
        id ->
            database.execute(
                "delete from event where id = (select event_id from delivery where id = ?)", id));

    for (String top : List.of("1", "2", "3", "100")) {
      assertThat(all(Map.of("$top", top))).as("top %s", top).isEqualTo(shown);
    }
  }

  @Test
  void periodIncludesStartAndExcludesEnd() {
    delivery(DeliveryStatus.SUCCEEDED, START.minusNanos(1000));
    UUID start = delivery(DeliveryStatus.SUCCEEDED, START);
    delivery(DeliveryStatus.SUCCEEDED, START.plusSeconds(1));
    Map<String, String> period =
        Map.of("since", START.toString(), "until", START.plusSeconds(1).toString());

    assertThat(all(period)).containsExactly(start);
    String ofAll = page(Map.of("$top", "1")).page().continuation().orElseThrow();
    assertThat(all(Map.of("until", START.toString(), "continuationToken", ofAll))).hasSize(1);
    ofAccount(OWNER);
    assertThat(all(period)).containsExactly(start);
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
  void findsAnEventByItsMessageId() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID stranger = webhookOf("client", "elsewhere");
    UUID second = webhookOf("client", "account");
    UUID old =
        events.deliver(
            event, START.minus(Duration.ofDays(3)), webhook, DeliveryStatus.EXHAUSTED);
    UUID own = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    UUID other = events.deliver(event, START.plusMillis(5), second, DeliveryStatus.PENDING);
    events.deliver(event.ofAccount("elsewhere"), START, stranger, DeliveryStatus.PENDING);
    events.deliver(EventRow.of(HistoryRows.TYPE, START), START, webhook, DeliveryStatus.PENDING);
    Map<String, String> byId = Map.of("messageId", event.messageId().toString());

    assertThat(all(byId)).containsExactly(own, old);
    ofAccount(OWNER);
    assertThat(all(byId)).containsExactly(other, own, old);
    assertThat(page(byId).searched()).contains(new Searched(3, Optional.empty(), true));
    assertThat(all(Map.of("$top", "1", "messageId", event.messageId().toString())))
        .containsExactly(other, own, old);
    assertThat(
            all(Map.of("messageId", event.messageId().toString(), "status", "exhausted")))
        .containsExactly(old);
  }

  /** A publisher of another account chooses its ids itself. */
  @Test
  void eventsOfOthersPushNoEventOut() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID own = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    for (int i = 0; i < DeliverySearchRepository.MAX_EVENTS; i++) {
      events.store(event.ofAccount("elsewhere"), START.plusSeconds(1));
    }

    assertThat(all(Map.of("messageId", event.messageId().toString()))).containsExactly(own);
  }

  @Test
  void findsPublishersTracesAndTracesOfEvents() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID without = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    EventRow traced = EventRow.of(HistoryRows.TYPE, START);
    UUID with = events.deliver(traced, START, webhook, DeliveryStatus.SUCCEEDED);
    database.execute(
        "update event set traceparent = '00-" + TRACE + "-b7ad6b7169203331-01'"
            + " where message_id = ?",
        traced.messageId());

    assertThat(all(Map.of("traceId", TRACE))).containsExactly(with);
    assertThat(all(Map.of("traceId", event.messageId().toString().replace("-", ""))))
        .containsExactly(without);
    assertThat(all(Map.of("traceId", traced.messageId().toString().replace("-", ""))))
        .isEmpty();
  }

  private UUID withContent(String content, Instant created) {
    EventRow event = EventRow.of(HistoryRows.TYPE, created).with(content);
    return events.deliver(event, created, webhook, DeliveryStatus.SUCCEEDED);
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
        .contains(new Searched(2, Optional.of(START), true));
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

  @Test
  void callerWithoutAccountOrRoleHasNoDeliveries() {
    delivery(DeliveryStatus.SUCCEEDED, START);

    assertThat(
            List.of(
                Callers.of("client", Optional.empty(), true, false),
                Callers.of("client", "account", false, false)))
        .allSatisfy(
            caller ->
                assertThat(search.ofAccount(caller, SearchRequests.of(Map.of())))
                    .isEqualTo(DeliveryPage.EMPTY));
  }
}
