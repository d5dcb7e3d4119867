package webhooks.domain.delivery.history.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.list.VisibleWebhooks;

/** The search of webhooks, by text, state and type, in each order. */
@OnEveryDatabase
class WebhookScanTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final Caller OWNER = Callers.tenant("client", "account");
  private static final Caller ADMINISTRATOR = Callers.user("console", "account", "user");

  private final TestDatabase database;
  private HistoryRows rows;
  private FoundRows given;
  private int created;

  WebhookScanTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    given = new FoundRows(database);
    created = 0;
  }

  /** Each webhook is newer than the one before. */
  private WebhookRow row(String url) {
    return new WebhookRow()
        .callbackUrl(url)
        .with("created", START.plusMillis(created++ / 2).atOffset(ZoneOffset.UTC))
        .with("deactivation_reason", null);
  }

  private UUID webhook(String url) {
    return row(url).insertInto(database);
  }

  private WebhookScan scan(int maxExamined) {
    return scan(new ListedWebhookRepository(database.database()), maxExamined);
  }

  private WebhookScan scan(ListedWebhookRepository webhooks, int maxExamined) {
    return new WebhookScan(
        new WebhookScan.Tables(
            webhooks,
            new WebhookStateRepository(database.database()),
            new BlockLookup(database.database())),
        WebhookRow.CIPHER,
        new ListLimit(2, Duration.ZERO),
        maxExamined);
  }

  private static WebhookQuery check(Map<String, String> parameters) {
    return FindRules.check(FindRulesTest.request(parameters), new Faults());
  }

  private static SearchScope scope(Caller caller) {
    return SearchScope.of(caller, VisibleWebhooks.of(caller, true).orElseThrow());
  }

  private List<UUID> find(Caller caller, Map<String, String> parameters) {
    return pages(scan(WebhookScan.MAX_EXAMINED), scope(caller), parameters);
  }

  private List<UUID> find(Map<String, String> parameters) {
    return find(OWNER, parameters);
  }

  /** Returns the webhooks of all pages. */
  private List<UUID> pages(WebhookScan scan, SearchScope scope, Map<String, String> parameters) {
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

  @Test
  void searchesEachPropertyButTheQuery() {
    UUID one = webhook("https://Shop.example.com/Orders/new?key=topsecret");
    UUID other = row("https://other.example.com/").with("scope_id", "plant").insertInto(database);
    UUID third =
        row("https://third.example.org/").with("event_types", "a.v1 b.v2").insertInto(database);
    given.describe(third, "Billing of plant 7");

    assertThat(find(Map.of("search", "SHOP.example"))).containsExactly(one);
    assertThat(find(Map.of("search", "orders/NEW  shop"))).containsExactly(one);
    assertThat(find(Map.of("search", one.toString().substring(3, 20)))).containsExactly(one);
    assertThat(find(Map.of("search", "plant"))).containsExactly(third, other);
    assertThat(find(Map.of("search", "billing b.v2 third"))).containsExactly(third);
    assertThat(find(Map.of("search", "example.com"))).containsExactly(other, one);
    assertThat(find(Map.of("search", "topsecret"))).as("the query has credentials").isEmpty();
    assertThat(find(Map.of("search", "https"))).isEmpty();
    assertThat(find(Map.of("eventType", "b.v2"))).containsExactly(third);
    assertThat(find(Map.of("eventType", "b.v"))).isEmpty();
  }

  @Test
  void findsWebhooksByTheirState() {
    UUID works = webhook("https://a.example.com/");
    UUID fails = webhook("https://b.example.com/");
    given.fail(fails, 60);
    UUID paused =
        row("https://c.example.com/")
            .with("paused_since", OffsetDateTime.now())
            .with("paused_until", OffsetDateTime.now().plusHours(1))
            .insertInto(database);
    given.fail(paused, 60);
    UUID asked = webhook("https://d.example.com/");
    database.execute(
        "insert into webhook_pause (webhook_id, account_id, ends) values (?, 'account', ?)",
        asked,
        OffsetDateTime.now().plusHours(1));
    UUID blocked = row("https://e.example.com/").with("active", false).insertInto(database);
    given.block("webhook", blocked.toString());
    UUID inactive = row("https://f.example.com/").with("active", false).insertInto(database);

    assertThat(find(Map.of("state", "active"))).containsExactly(works);
    assertThat(find(Map.of("state", "failing"))).containsExactly(fails);
    assertThat(find(Map.of("state", "paused"))).containsExactly(asked, paused);
    assertThat(find(Map.of("state", "blocked"))).containsExactly(blocked);
    assertThat(find(Map.of("state", "inactive"))).containsExactly(inactive);
    assertThat(find(Map.of("active", "false", "sort", "newest")))
        .containsExactly(inactive, blocked);
    given.block("client", "client");
    assertThat(find(Map.of("state", "blocked"))).hasSize(6);
  }

  @Test
  void ordersByFailureHostAndBacklog() {
    UUID a = webhook("https://c.example.com/2");
    UUID b = webhook("https://c.example.com/1");
    UUID c = webhook("https://a.example.com/");
    UUID d = webhook("https://b.example.com/");
    given.fail(b, 60);
    given.fail(c, 6000);
    rows.deliveries(
        a, DeliveryStatus.PENDING, Collections.nCopies(3, Instant.now()), HistoryRows.TYPE);
    rows.deliveries(
        d, DeliveryStatus.PENDING, Collections.nCopies(5, Instant.now()), HistoryRows.TYPE);
    database.execute("update delivery_pending set activation = 1");

    for (String top : List.of("1", "2", "100")) {
      assertThat(find(Map.of("sort", "newest", "$top", top))).containsExactly(d, c, b, a);
      assertThat(find(Map.of("sort", "failing", "$top", top))).containsExactly(c, b, d, a);
      assertThat(find(Map.of("sort", "host", "$top", top))).containsExactly(c, d, b, a);
      assertThat(find(Map.of("sort", "backlog", "$top", top))).containsExactly(d, a, c, b);
    }
  }

  @Test
  void pagesHoldEachWebhookOnce() {
    List<WebhookRow> all = new ArrayList<>();
    for (int i = 0; i < 1300; i++) {
      all.add(row("https://example.com/" + i % 7 + "/" + i));
    }
    WebhookRow.insertAll(all, database);

    assertThat(find(Map.of("search", "example.com", "$top", "100")))
        .hasSize(1300)
        .doesNotHaveDuplicates();
    assertThat(find(Map.of("search", "com/3", "$top", "7"))).hasSize(186).doesNotHaveDuplicates();
    assertThat(find(Map.of("sort", "host", "$top", "100"))).hasSize(1300).doesNotHaveDuplicates();
    assertThat(pages(scan(100), scope(OWNER), Map.of("search", "com/3/", "$top", "50")))
        .as("short pages if few webhooks are looked at for a page")
        .hasSize(186)
        .doesNotHaveDuplicates();
  }

  @Test
  void saysIfAnOrderLeftOutWebhooks() {
    webhook("https://a.example.com/");
    webhook("https://b.example.com/");
    webhook("https://c.example.com/");

    assertThat(
            database
                .inTransaction(() -> scan(2).find(scope(OWNER), check(Map.of("sort", "host"))))
                .complete())
        .isFalse();
    assertThat(
            database
                .inTransaction(() -> scan(4).find(scope(OWNER), check(Map.of("sort", "host"))))
                .complete())
        .isTrue();
  }

  @Test
  void refusesASearchThatTakesTooLong() {
    WebhookScan slow =
        scan(
            new ListedWebhookRepository(database.database()) {
              @Override
              public List<ListedWebhook> step(
                  VisibleWebhooks visible, WebhookFilter filter, Cursor after, int max) {
                throw new DatabaseFailure(new SQLTimeoutException("ended", "57014"));
              }
            },
            1);

    assertThatThrownBy(() -> slow.find(scope(OWNER), check(Map.of())))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void findsOnlyWebhooksOfTheCaller() {
    UUID iTwin = Ids.next();
    database.execute("insert into itwin (id, account_id) values (?, 'account')", iTwin);
    UUID own = webhook("https://a.example.com/");
    UUID ofColleague =
        row("https://b.example.com/").with("client_id", "other").insertInto(database);
    UUID foreign =
        row("https://c.example.com/")
            .with("client_id", "other")
            .with("account_id", "b")
            .with("scope", "iTwin")
            .with("scope_id", iTwin.toString())
            .insertInto(database);
    given.fail(foreign, 60);
    given.describe(foreign, "confidential");
    UUID unknown = row("https://d.example.com/").with("account_id", "b").insertInto(database);

    assertThat(find(Map.of("search", "example"))).containsExactly(own);
    assertThat(find(ADMINISTRATOR, Map.of("search", "example")))
        .containsExactly(foreign, ofColleague, own);
    assertThat(find(ADMINISTRATOR, Map.of("state", "failing"))).isEmpty();
    assertThat(find(ADMINISTRATOR, Map.of("search", "confidential"))).isEmpty();
    assertThat(find(ADMINISTRATOR, Map.of("state", "active"))).contains(foreign);
    assertThat(
            pages(
                scan(WebhookScan.MAX_EXAMINED),
                SearchScope.ofOperator(OWNER),
                Map.of("accountId", "b", "search", "example")))
        .containsExactly(unknown, foreign);
    assertThat(VisibleWebhooks.of(Callers.of("client", "account", false, false), true)).isEmpty();
  }

  @Test
  void findsWebhooksWhoseUrlCantBeDecrypted() {
    UUID broken =
        row("https://a.example.com/").with("callback_url", new byte[40]).insertInto(database);

    assertThat(find(Map.of("search", broken.toString()))).containsExactly(broken);
    assertThat(find(Map.of("sort", "host"))).containsExactly(broken);
  }
}
