package webhooks.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.audit.AuditFixture.ADMINISTRATOR;
import static webhooks.domain.audit.AuditFixture.CLIENT;
import static webhooks.domain.audit.AuditFixture.NONE;
import static webhooks.domain.audit.AuditFixture.newEntry;
import static webhooks.domain.audit.AuditFixture.some;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;

/** The parts of the audit trail that belong to one webhook or to one kind of act. */
@OnEveryDatabase
class AuditFiltersTest {
  private final TestDatabase database;
  private AuditTrail trail;
  private AuditReader log;

  AuditFiltersTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    AuditFixture audit = AuditFixture.empty(database);
    trail = audit.trail();
    log = audit.log();
  }

  @Test
  void listsActsOfOneWebhookAndOfOneKind() {
    UUID webhook = UUID.randomUUID();
    AuditEntry activated =
        AuditEntry.of(CLIENT, AuditAction.WEBHOOK_ACTIVATED).onWebhook(webhook, "account");
    AuditEntry deleted =
        AuditEntry.of(CLIENT, AuditAction.WEBHOOK_DELETED).onWebhook(webhook, "account");
    trail.addAll(List.of(newEntry(), activated, deleted));

    assertThat(idsOf(some(webhook.toString()), NONE))
        .containsExactlyInAnyOrder(activated.id(), deleted.id());
    assertThat(idsOf(NONE, some("webhook.deleted"))).containsExactly(deleted.id());
    assertThat(idsOf(some(webhook.toString()), some("webhook.created"))).isEmpty();
    assertThatThrownBy(() -> idsOf(some("x"), some("y")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactly(some("webhookId"), some("action")));
  }

  @Test
  void knowsWhoActedOnAWebhook() {
    UUID webhook = UUID.randomUUID();
    for (Actor actor :
        List.of(
            new Actor("console", some("maria"), some("account")),
            new Actor("console", some("operator"), some("another")),
            CLIENT,
            Actor.PRODUCT)) {
      trail.add(
          AuditEntry.of(actor, AuditAction.WEBHOOK_DEACTIVATED).onWebhook(webhook, "account"));
    }
    trail.add(newEntry());

    assertThat(
            log.ofWebhook(
                    webhook,
                    new ListAuditEntries(NONE, NONE, NONE, NONE, NONE, NONE, NONE, List.of()))
                .items())
        .extracting(AuditEntryView::by)
        .containsExactlyInAnyOrder(
            AuditEntryView.By.ACCOUNT,
            AuditEntryView.By.OTHER,
            AuditEntryView.By.OTHER,
            AuditEntryView.By.PRODUCT);
  }

  private List<UUID> idsOf(Optional<String> webhook, Optional<String> action) {
    return log
        .list(
            ADMINISTRATOR,
            new ListAuditEntries(NONE, NONE, NONE, webhook, action, NONE, NONE, List.of()))
        .items()
        .stream()
        .map(AuditEntryView::id)
        .toList();
  }
}
