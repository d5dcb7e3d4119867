package webhooks.domain.delivery.history.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.list.VisibleWebhooks;

/** The search of webhooks by a type of events, which a webhook names or has a pattern of. */
@OnEveryDatabase
class SubscribedTypeTest extends ScanFixture {
  private static final String TYPE = "issues.issueCreated.v1";

  SubscribedTypeTest(TestDatabase database) {
    super(database);
  }

  private UUID subscribed(String... patterns) {
    UUID webhook = webhook("https://a.example.com/");
    given.subscribe(webhook, patterns);
    return webhook;
  }

  @Test
  void findsWebhooksByTheirPatterns() {
    UUID named = row("https://a.example.com/").with("event_types", TYPE).insertInto(database);
    UUID matching = subscribed("forms.**", "issues.**");
    UUID all = subscribed("**");
    subscribed("*.issueDeleted.v1");
    webhook("https://a.example.com/");

    assertThat(find(Map.of("eventType", TYPE))).containsExactly(all, matching, named);
    assertThat(find(Map.of("eventType", "forms.formCreated.v1"))).containsExactly(all, matching);
    assertThat(find(Map.of("eventType", TYPE, "state", "inactive"))).isEmpty();
    assertThat(find(Map.of("eventType", TYPE, "search", matching.toString())))
        .containsExactly(matching);
    assertThat(find(Map.of("eventType", "webhooks.deactivated.v1")))
        .as("no pattern matches events about webhooks")
        .isEmpty();
  }

  @Test
  void unreadableOptionsMatchNothing() {
    UUID unreadable = subscribed("issues.**");
    UUID readable = subscribed("issues.**");
    database.execute(
        "update webhook_options set content = ? where webhook_id = ?", new byte[40], unreadable);

    assertThat(find(Map.of("eventType", TYPE))).containsExactly(readable);
  }

  @Test
  void hidesThePatternsOfAnotherAccount() {
    UUID iTwin = Ids.next();
    database.execute("insert into itwin (id, account_id) values (?, 'account')", iTwin);
    UUID foreign =
        row("https://a.example.com/")
            .with("account_id", "b")
            .with("scope", "iTwin")
            .with("scope_id", iTwin.toString())
            .insertInto(database);
    given.subscribe(foreign, "issues.**");

    assertThat(find(ADMINISTRATOR, Map.of("ids", foreign.toString()))).containsExactly(foreign);
    assertThat(find(ADMINISTRATOR, Map.of("eventType", TYPE))).isEmpty();
    assertThat(
            pages(
                scan(WebhookScan.MAX_EXAMINED),
                new SearchScope(OWNER.limitKey(), VisibleWebhooks.ALL, owner -> true),
                Map.of("eventType", TYPE)))
        .containsExactly(foreign);
  }

  @Test
  void readsNoOptionsOfWebhooksWithoutASelection() {
    row("https://a.example.com/").with("event_types", TYPE).insertInto(database);
    given.describe(webhook("https://a.example.com/"), "issues");
    UUID matching = subscribed("issues.**");
    List<UUID> read = new ArrayList<>();
    WebhookScan scan =
        scan(
            new ListedWebhookRepository(database.database()) {
              @Override
              public Set<UUID> subscribedByPattern(
                  Collection<UUID> webhookIds, String eventType, SecretCipher cipher) {
                read.addAll(webhookIds);
                return super.subscribedByPattern(webhookIds, eventType, cipher);
              }
            },
            WebhookScan.MAX_EXAMINED);

    assertThat(pages(scan, scope(OWNER), Map.of("eventType", TYPE))).hasSize(2);
    assertThat(read).containsExactly(matching);
  }
}
