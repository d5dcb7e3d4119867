package webhooks.domain.delivery.history.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTimeoutException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.webhook.list.VisibleWebhooks;

/** The search of webhooks, by text, state and type. */
@OnEveryDatabase
class WebhookScanTest extends ScanFixture {
  WebhookScanTest(TestDatabase database) {
    super(database);
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

  /** A token can't hold half of a character that Java stores as two. */
  @Test
  void webhooksOfAnAccountThatMovesAreBlocked() {
    UUID paused =
        row("https://c.example.com/")
            .with("paused_since", OffsetDateTime.now())
            .with("paused_until", OffsetDateTime.now().plusHours(1))
            .insertInto(database);
    database.execute(
        "insert into account_hold (account_id, since) values ('account', current_timestamp)");

    assertThat(find(Map.of("state", "paused"))).isEmpty();
    assertThat(find(Map.of("state", "blocked"))).containsExactly(paused);
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

  /** Only the order of time can go on where a page ended. */
  @Test
  void laterStepThatTakesTooLongEndsThePage() {
    UUID one = webhook("https://a.example.com/");
    WebhookScan slow =
        scan(
            new ListedWebhookRepository(database.database()) {
              @Override
              public List<ListedWebhook> step(
                  VisibleWebhooks visible, WebhookFilter filter, Cursor after, int max) {
                if (after.id().equals(one)) {
                  throw new DatabaseFailure(new SQLTimeoutException("ended", "57014"));
                }
                return Collections.nCopies(max, super.step(visible, filter, after, 1).get(0));
              }
            },
            WebhookScan.MAX_EXAMINED);
    Map<String, String> none = Map.of("state", "active", "eventType", "none");

    FoundWebhooks<ListedWebhook> page =
        database.inTransaction(() -> slow.find(scope(OWNER), check(none)));

    assertThat(page.page().items()).isEmpty();
    Map<String, String> next = new HashMap<>(none);
    next.put("continuationToken", page.page().continuation().orElseThrow());
    assertThatThrownBy(() -> slow.find(scope(OWNER), check(next))).isInstanceOf(Refusal.class);
    Map<String, String> byHost = Map.of("state", "active", "eventType", "none", "sort", "host");
    assertThatThrownBy(() -> database.inTransaction(() -> slow.find(scope(OWNER), check(byHost))))
        .isInstanceOf(Refusal.class);
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
  void findsTheWebhooksOfTheseIdsThatTheCallerMayList() {
    UUID active = webhook("https://a.example.com/");
    UUID inactive = row("https://b.example.com/").with("active", false).insertInto(database);
    UUID ofColleague =
        row("https://c.example.com/").with("client_id", "other").insertInto(database);
    UUID foreign = row("https://d.example.com/").with("account_id", "b").insertInto(database);
    webhook("https://e.example.com/");
    String ids = Ids.next() + "," + active + "," + inactive + "," + ofColleague + "," + foreign;

    assertThat(find(Map.of("ids", ids))).containsExactly(inactive, active);
    assertThat(find(ADMINISTRATOR, Map.of("ids", ids)))
        .containsExactly(ofColleague, inactive, active);
    assertThat(find(Map.of("ids", ids, "state", "inactive"))).containsExactly(inactive);
    assertThat(find(Map.of("ids", ids, "$top", "1"))).containsExactly(inactive, active);
    assertThat(find(Map.of("ids", foreign.toString()))).isEmpty();
    SearchScope ofOperator = SearchScope.ofOperator(OWNER);
    assertThat(pages(scan(WebhookScan.MAX_EXAMINED), ofOperator, Map.of("ids", ids)))
        .containsExactly(foreign, ofColleague, inactive, active);
    Map<String, String> ofAccount = Map.of("ids", ids, "accountId", "b");
    assertThat(pages(scan(WebhookScan.MAX_EXAMINED), ofOperator, ofAccount))
        .containsExactly(foreign);
  }

  @Test
  void findsWebhooksWhoseUrlCantBeDecrypted() {
    UUID broken =
        row("https://a.example.com/").with("callback_url", new byte[40]).insertInto(database);

    assertThat(find(Map.of("search", broken.toString()))).containsExactly(broken);
    assertThat(find(Map.of("sort", "host"))).containsExactly(broken);
  }
}
