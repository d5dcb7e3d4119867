package webhooks.domain.delivery.history.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.explain.AccountExplanations.Explained;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;

/** An event that is explained for all webhooks of the caller. */
@OnEveryDatabase
class ExplainForAccountTest extends ExplainFixture {
  private static final Optional<String> NONE = Optional.empty();

  ExplainForAccountTest(TestDatabase database) {
    super(database);
  }

  private AccountExplanations page(Caller caller, Optional<String> top, Optional<String> token) {
    return page(explainEvents(), caller, top, token);
  }

  private AccountExplanations page(
      ExplainEvents events, Caller caller, Optional<String> top, Optional<String> token) {
    return new ExplainForAccount(events, new ExplanationRepository(database.database()))
        .explain(
            caller,
            new ExplainForAccount.Request(
                Optional.of(event.messageId().toString()), top, token, List.of()));
  }

  private UUID created(WebhookRow row, int secondsLater) {
    return row.with(
            "created",
            now.minus(Duration.ofHours(1)).plusSeconds(secondsLater).atOffset(ZoneOffset.UTC))
        .insertInto(database);
  }

  @Test
  void explainsForEachWebhookOfTheCaller() {
    UUID other = created(row().with("event_types", OTHER_TYPE), 1);
    UUID ofClient = created(row().with("client_id", "other"), 2);
    created(row().with("account_id", "elsewhere").with("scope_id", "elsewhere"), 3);
    UUID deleted = created(row(), 4);
    database.execute("update webhook set deleted = true where id = ?", deleted);
    rows.deliver(event, now, webhook, DeliveryStatus.SUCCEEDED);

    AccountExplanations own = page(OWNER, NONE, NONE);
    assertThat(own.webhooks().items())
        .extracting(Explained::webhookId)
        .containsExactly(other, webhook);
    assertThat(own.webhooks().items())
        .extracting(found -> found.explanation().verdict().result())
        .containsExactly(Result.NOT_SUBSCRIBED, Result.DELIVERED);
    assertThat(own.webhooks().items().get(1).explanation().delivery()).isPresent();
    assertThat(own.event().orElseThrow().eventType()).isEqualTo(TYPE);
    Caller administrator = Callers.user("console", "account", "user");
    assertThat(page(administrator, NONE, NONE).webhooks().items())
        .extracting(Explained::webhookId)
        .containsExactly(ofClient, other, webhook);
  }

  @Test
  void unreadableWebhookDoesNotHideTheOthers() {
    UUID unreadable = created(row(), 1);
    rows.deliver(event, now, webhook, DeliveryStatus.SUCCEEDED);
    database.execute("update webhook set key_id = 'lost' where id = ?", unreadable);

    AccountExplanations page = page(OWNER, NONE, NONE);

    assertThat(page.webhooks().items())
        .extracting(Explained::webhookId)
        .containsExactly(unreadable, webhook);
    assertThat(page.webhooks().items())
        .extracting(found -> found.explanation().verdict().result())
        .containsExactly(Result.UNREADABLE, Result.DELIVERED);
    assertThat(page.webhooks().items().get(0).callbackUrl()).isEmpty();
    assertThat(page.event()).isPresent();
  }

  /** The settings of a stored revision can be read although the row can't. */
  @Test
  void webhookIsUnreadableAlthoughItsLastRevisionIsNot() {
    webhooks.subscribe(webhook, TYPE, OTHER_TYPE);
    database.execute("update webhook set key_id = 'lost'");

    assertThat(page(OWNER, NONE, NONE).webhooks().items())
        .extracting(found -> found.explanation().verdict().result())
        .containsExactly(Result.UNREADABLE);
  }

  @Test
  void pagesHoldEachWebhookOnce() {
    for (int i = 1; i <= 6; i++) {
      created(row(), i / 3);
    }
    List<UUID> seen = new ArrayList<>();
    Optional<String> token = NONE;
    do {
      AccountExplanations page = page(OWNER, Optional.of("2"), token);
      page.webhooks().items().forEach(found -> seen.add(found.webhookId()));
      token = page.webhooks().continuation();
    } while (token.isPresent());

    assertThat(seen).doesNotHaveDuplicates().hasSize(7);
  }

  /** A node reads so many lists that a page gets its turn only twice. */
  @Test
  void busyNodeEndsThePageAfterItsFirstWebhooks() {
    UUID newest = created(row(), 2);
    UUID second = created(row(), 1);
    List<UUID> explained = new ArrayList<>();
    ExplainEvents twice =
        new ExplainEvents(
            webhooks.explained(),
            new ListLimit(),
            TestSettings.with(),
            new ExplanationRepository(database.database()),
            new WebhookStateRepository(database.database())) {
          @Override
          public Explained explainWithUrl(Caller caller, UUID webhookId, UUID messageId) {
            if (explained.size() == 2) {
              throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "busy");
            }
            explained.add(webhookId);
            return super.explainWithUrl(caller, webhookId, messageId);
          }
        };

    AccountExplanations page = page(twice, OWNER, NONE, NONE);
    assertThat(page.webhooks().items())
        .extracting(Explained::webhookId)
        .containsExactly(newest, second);
    Optional<String> next = page.webhooks().continuation();
    assertThatThrownBy(() -> page(twice, OWNER, NONE, next)).isInstanceOf(Refusal.class);
    assertThat(page(OWNER, NONE, next).webhooks().items())
        .extracting(Explained::webhookId)
        .containsExactly(webhook);
  }

  @Test
  void hidesEventsOfOtherAccounts() {
    EventRow foreign = event.ofAccount("elsewhere");
    rows.store(foreign, now);

    AccountExplanations page = page(OWNER, NONE, NONE);

    assertThat(page.event()).isEmpty();
    assertThat(page.webhooks().items())
        .extracting(found -> found.explanation().verdict().result())
        .containsExactly(Result.NEVER_RECEIVED);
    assertThat(page(Callers.of("client", "account", false, false), NONE, NONE).webhooks().items())
        .isEmpty();
  }

  @Test
  void refusesBadParameters() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () ->
                new ExplainForAccount(
                        explainEvents(), new ExplanationRepository(database.database()))
                    .explain(
                        OWNER,
                        new ExplainForAccount.Request(
                            Optional.of("x"), Optional.of("0"), Optional.of("x"), List.of())));

    assertThat(refusal.details())
        .extracting(Fault::target)
        .containsExactly(
            Optional.of("messageId"), Optional.of("$top"), Optional.of("continuationToken"));
  }
}
