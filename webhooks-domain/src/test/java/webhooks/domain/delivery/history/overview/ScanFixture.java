package webhooks.domain.delivery.history.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.error.Faults;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.list.VisibleWebhooks;

/** A scan of webhooks, and the rows that it finds. */
abstract class ScanFixture {
  static final Instant START = Instant.parse("2026-10-02T14:55:00.463Z");
  static final Caller OWNER = Callers.tenant("client", "account");
  static final Caller ADMINISTRATOR = Callers.user("console", "account", "user");

  final TestDatabase database;
  HistoryRows rows;
  FoundRows given;
  int created;

  ScanFixture(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    given = new FoundRows(database);
    created = 0;
  }

  /** Each webhook is newer than the one before. */
  WebhookRow row(String url) {
    return new WebhookRow()
        .callbackUrl(url)
        .with("created", START.plusMillis(created++ / 2).atOffset(ZoneOffset.UTC))
        .with("deactivation_reason", null);
  }

  UUID webhook(String url) {
    return row(url).insertInto(database);
  }

  WebhookScan scan(int maxExamined) {
    return scan(new ListedWebhookRepository(database.database()), maxExamined);
  }

  WebhookScan scan(ListedWebhookRepository webhooks, int maxExamined) {
    return new WebhookScan(
        new WebhookScan.Tables(
            webhooks,
            new WebhookStateRepository(database.database()),
            new BlockLookup(database.database())),
        WebhookRow.CIPHER,
        new ListLimit(2, Duration.ZERO),
        maxExamined);
  }

  static WebhookQuery check(Map<String, String> parameters) {
    return FindRules.check(FindRulesTest.request(parameters), new Faults());
  }

  static SearchScope scope(Caller caller) {
    return SearchScope.of(caller, VisibleWebhooks.of(caller, true).orElseThrow());
  }

  List<UUID> find(Caller caller, Map<String, String> parameters) {
    return pages(scan(WebhookScan.MAX_EXAMINED), scope(caller), parameters);
  }

  List<UUID> find(Map<String, String> parameters) {
    return find(OWNER, parameters);
  }

  /** Returns the webhooks of all pages. */
  List<UUID> pages(WebhookScan scan, SearchScope scope, Map<String, String> parameters) {
    List<UUID> found = new ArrayList<>();
    Map<String, String> request = new HashMap<>(parameters);
    Optional<String> next;
    do {
      FoundWebhooks<ListedWebhook> page =
          database.inTransaction(() -> scan.find(scope, check(request)));
      page.page().items().forEach(webhook -> found.add(webhook.id()));
      next = page.page().continuation();
      next.ifPresent(token -> request.put("continuationToken", token));
    } while (next.isPresent());
    return found;
  }
}
