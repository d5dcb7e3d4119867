package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.subscription.WebhookScope;

/** Deactivations by the product and by administrators, and their audit entries. */
class WebhookDeactivationTest {
  private static final Actor ADMINISTRATOR = new Actor("administrator", Optional.empty());

  private final Webhook webhook =
      new Webhook(
          UUID.randomUUID(),
          Callers.of("client", Optional.of("account"), true, false),
          WebhookScope.ACCOUNT,
          "account",
          Instant.EPOCH);
  private final List<String> audited = new ArrayList<>();
  private final WebhookRepository repository = new OneWebhook();

  /** A repository of one webhook. */
  private final class OneWebhook extends WebhookRepository {
    OneWebhook() {
      super(
          null,
          new OtherTables(null, null, null, null),
          new AuditTrail() {
            @Override
            public void add(AuditEntry act) {
              audited.add(
                  act.actor().clientId() + " " + act.action().text() + " " + act.detail().get());
            }
          },
          null);
    }

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      change.make(webhook);
      return Optional.of(webhook);
    }
  }

  @BeforeEach
  void activate() {
    webhook.protect(WebhookRow.CIPHER, "https://example.com/", "s".repeat(32));
    webhook.subscribe(List.of("a.v1"));
    webhook.update(
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), List.of()),
        WebhookRow.CIPHER);
    webhook.changed(7, Instant.EPOCH);
  }

  @Test
  void auditsTheFirstDeactivationOnly() {
    repository.deactivateAsAdmin(ADMINISTRATOR, webhook.id());
    repository.deactivateAsAdmin(ADMINISTRATOR, webhook.id());

    assertThat(webhook.isActive()).isFalse();
    assertThat(audited).containsExactly("administrator webhook.deactivated administrator");
  }

  @Test
  void deactivatesAndAuditsWhenTheReceiverIsGone() {
    assertThat(repository.deactivateGone(webhook.id(), 7)).isTrue();

    assertThat(webhook.isActive()).isFalse();
    assertThat(audited).containsExactly(Actor.PRODUCT.clientId() + " webhook.deactivated gone");
  }

  @Test
  void keepsAWebhookThatWasChangedSinceTheAttempt() {
    assertThat(repository.deactivateGone(webhook.id(), 6)).isFalse();

    assertThat(webhook.isActive()).isTrue();
    assertThat(audited).isEmpty();
  }
}
