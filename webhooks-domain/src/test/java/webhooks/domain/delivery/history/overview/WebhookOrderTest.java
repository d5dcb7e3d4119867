package webhooks.domain.delivery.history.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.webhook.WebhookRow;

/** The orders of webhooks, and their pages. */
@OnEveryDatabase
class WebhookOrderTest extends ScanFixture {
  WebhookOrderTest(TestDatabase database) {
    super(database);
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
  void pageOfLongPathsEndsAtAWholeCharacter() {
    String url = "https://example.com/" + "a".repeat(187) + "\uD83D\uDE00";
    List<UUID> ids = List.of(webhook(url + "1"), webhook(url + "2"));
    WebhookScan scan = scan(WebhookScan.MAX_EXAMINED);
    Map<String, String> request = new HashMap<>(Map.of("sort", "host", "$top", "1"));

    FoundWebhooks<ListedWebhook> first =
        database.inTransaction(() -> scan.find(scope(OWNER), check(request)));
    request.put("continuationToken", first.page().continuation().orElseThrow());
    FoundWebhooks<ListedWebhook> second =
        database.inTransaction(() -> scan.find(scope(OWNER), check(request)));

    assertThat(first.page().items()).extracting(ListedWebhook::id).containsExactly(ids.get(1));
    assertThat(second.page().items()).extracting(ListedWebhook::id).containsExactly(ids.get(0));
    assertThat(second.page().continuation()).isEmpty();
  }

  @Test
  void operatorReadsActiveAndInactiveWebhooksInOneOrder() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      boolean active = i % 3 != 1;
      ids.add(
          0,
          row("https://example.com/" + i)
              .with("active", active)
              .with("account_id", i % 2 == 0 ? "account" : "b")
              .insertInto(database));
    }

    for (int examined : List.of(2, 4, 100)) {
      assertThat(pages(scan(examined), SearchScope.ofOperator(OWNER), Map.of("$top", "3")))
          .as("%s", examined)
          .isEqualTo(ids);
    }
    assertThat(pages(scan(3), SearchScope.ofOperator(OWNER), Map.of("$top", "3", "accountId", "b")))
        .containsExactly(ids.get(1), ids.get(3), ids.get(5), ids.get(7));
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
}
