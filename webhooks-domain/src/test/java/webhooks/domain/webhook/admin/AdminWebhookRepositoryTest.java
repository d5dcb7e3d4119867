package webhooks.domain.webhook.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;

/** The administrators' list of the webhooks of all accounts. */
@OnEveryDatabase
class AdminWebhookRepositoryTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final Caller ADMINISTRATOR = Callers.application("administrator");
  private static final Optional<String> NONE = Optional.empty();

  private final TestDatabase database;
  private WebhookAdministration all;

  AdminWebhookRepositoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    all =
        new WebhookAdministration(
            new AdminWebhookRepository(
                database.database(), WebhookRow.CIPHER, new BlockLookup(database.database())));
  }

  private UUID webhook(Instant created, String account, boolean active, String url) {
    return row(created, account, active).callbackUrl(url).insertInto(database);
  }

  private static WebhookRow row(Instant created, String account, boolean active) {
    return new WebhookRow()
        .with("account_id", account)
        .with("scope_id", "scope")
        .with("active", active)
        .with("deactivation_reason", active ? null : "owner")
        .with("event_types", "a.v1 b.v1")
        .with("created", created.atOffset(ZoneOffset.UTC));
  }

  private List<UUID> readAllPages(String top, Optional<String> account, Optional<String> active) {
    List<UUID> seen = new ArrayList<>();
    Optional<String> token = NONE;
    do {
      Page<AdminWebhookView> page =
          all.list(
              ADMINISTRATOR, new ListWebhooks(Optional.of(top), token, account, active, List.of()));
      assertThat(page.items().size()).isLessThanOrEqualTo(Integer.parseInt(top));
      page.items().forEach(webhook -> seen.add(webhook.id()));
      token = page.continuation();
    } while (token.isPresent());
    return seen;
  }

  @Test
  void pagesHoldEachWebhookOnceNewestFirst() {
    List<UUID> ids = new ArrayList<>();
    List<UUID> active = new ArrayList<>();
    List<UUID> inactiveOfB = new ArrayList<>();
    for (int i = 0; i < 29; i++) {
      String account = i % 2 == 0 ? "a" : "b";
      UUID id = webhook(START.plusMillis(i / 7), account, i % 3 == 0, "https://example.com/");
      ids.add(id);
      if (i % 3 == 0) {
        active.add(id);
      } else if (i % 2 == 1) {
        inactiveOfB.add(id);
      }
    }
    List.of(ids, active, inactiveOfB).forEach(Collections::reverse);

    for (String top : List.of("1", "4", "29", "100")) {
      assertThat(readAllPages(top, NONE, NONE)).as("top %s", top).isEqualTo(ids);
      assertThat(readAllPages(top, NONE, Optional.of("true"))).isEqualTo(active);
      assertThat(readAllPages(top, Optional.of("b"), Optional.of("false"))).isEqualTo(inactiveOfB);
    }
    assertThat(readAllPages("5", Optional.of("unknown"), NONE)).isEmpty();
  }

  @Test
  void hidesDeletedWebhooks() {
    UUID gone = webhook(START, "a", false, "https://example.com/");
    UUID there = webhook(START, "a", false, "https://example.com/");
    database.execute("update webhook set deleted = true, account_id = '' where id = ?", gone);

    assertThat(readAllPages("10", NONE, NONE)).containsExactly(there);
  }

  @Test
  void hidesTheSecretAndTheQueryOfTheUrl() {
    UUID id = webhook(START, "a", false, "https://example.com/hook?key=secret?more");

    assertThat(all.get(ADMINISTRATOR, id.toString()))
        .usingRecursiveComparison()
        .ignoringFields("modified")
        .isEqualTo(
            new AdminWebhookView(
                id,
                "Account",
                "scope",
                false,
                Optional.of("https://example.com/hook"),
                List.of("a.v1", "b.v1"),
                START,
                null,
                "client",
                "a",
                Optional.of("owner"),
                EnumSet.noneOf(BlockKind.class)));
    assertThat(
            all.list(ADMINISTRATOR, new ListWebhooks(NONE, NONE, NONE, NONE, List.of()))
                .items()
                .get(0))
        .isEqualTo(all.get(ADMINISTRATOR, id.toString()));
  }

  @Test
  void showsUndecryptableWebhooksWithoutUrl() {
    UUID good = webhook(START, "a", true, "https://example.com/");
    UUID broken = row(START, "a", true).with("callback_url", new byte[40]).insertInto(database);

    List<AdminWebhookView> page =
        all.list(ADMINISTRATOR, new ListWebhooks(NONE, NONE, NONE, NONE, List.of())).items();

    assertThat(page).extracting(AdminWebhookView::id).containsExactly(broken, good);
    assertThat(page.get(0).callbackUrl()).isEmpty();
    assertThat(page.get(1).callbackUrl()).isPresent();
  }

  @Test
  void showsTheBlocksOfEachWebhook() {
    UUID blocked = webhook(START, "a", false, "https://example.com/");
    UUID other = webhook(START, "b", false, "https://example.com/");
    block("webhook", blocked.toString());
    block("account", "a");
    block("account", "client");
    block("client", "b");

    assertThat(all.list(ADMINISTRATOR, new ListWebhooks(NONE, NONE, NONE, NONE, List.of())).items())
        .extracting(AdminWebhookView::id, AdminWebhookView::blocks)
        .containsExactlyInAnyOrder(
            tuple(blocked, Set.of(BlockKind.WEBHOOK, BlockKind.ACCOUNT)), tuple(other, Set.of()));
  }

  private void block(String kind, String target) {
    database.execute(
        "insert into webhook_block (id, kind, target, created, client_id)"
            + " values (?, ?, ?, current_timestamp, 'administrator')",
        UUID.randomUUID(),
        kind,
        target);
  }
}
