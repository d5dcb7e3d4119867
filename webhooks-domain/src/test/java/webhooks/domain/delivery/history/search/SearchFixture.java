package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.WebhookRow;

/** A webhook whose deliveries are searched. */
abstract class SearchFixture {
  static final Caller OWNER = Callers.tenant("client", "account");
  static final Caller ADMINISTRATOR = Callers.of("console", "account", false, true);
  static final Instant START =
      Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MICROS);

  final TestDatabase database;
  final OptionsRepository options;
  HistoryRows rows;
  EventRows events;
  UUID webhook;
  DeliverySource source;
  DeliverySearch search;

  SearchFixture(TestDatabase database) {
    this.database = database;
    options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    events = new EventRows(database);
    webhook = webhookOf("client", "account");
    source = new DeliverySource.OfWebhook(webhook);
    search = searchOf(new DeliverySearchRepository(database.database()));
  }

  DeliverySearch searchOf(DeliverySearchRepository repository) {
    return new DeliverySearch(
        repository,
        new DeliveryHistoryRepository(database.database()),
        new ShownPayloads(options, WebhookRow.CIPHER),
        new ListLimit(),
        new StatisticsLimit());
  }

  UUID webhookOf(String client, String account) {
    return new WebhookRow()
        .with("client_id", client)
        .with("account_id", account)
        .insertInto(database);
  }

  UUID delivery(DeliveryStatus status, Instant created) {
    return rows.delivery(webhook, status, created, HistoryRows.TYPE);
  }

  DeliveryPage page(Map<String, String> parameters) {
    return database.inTransaction(() -> search.page(OWNER, source, SearchRequests.of(parameters)));
  }

  List<UUID> all(Map<String, String> parameters) {
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

  void ofAccount(Caller caller) {
    source = DeliverySource.OfAccount.of(caller).orElseThrow();
  }
}
