package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockRepository;

/** Permissions and audit entries of the changes of a webhook. */
class WebhooksTest {
  private static final String ITWIN = "5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e";

  private final SecretCipher cipher = WebhookRow.CIPHER;
  private final Webhook webhook =
      new Webhook(UUID.randomUUID(), caller(true, false), WebhookScope.ITWIN, ITWIN, Instant.EPOCH);
  private final List<String> steps = new ArrayList<>();
  private final WebhookPermissions permissions =
      new WebhookPermissions((caller, iTwin) -> mayMaintain(), TestSettings.with());
  private final WebhookAccess access =
      new WebhookAccess(new OneWebhook(), permissions, new NoBlocks(), cipher);
  private final Webhooks webhooks =
      new Webhooks(new OneWebhook(), new NotedActs(), access, new WebhookRules(), cipher);
  private boolean allowed = true;
  private boolean deletedMeanwhile;

  /** A repository of one webhook that notes where a transaction begins and ends. */
  private final class OneWebhook extends WebhookRepository {
    @Override
    public Optional<Webhook> find(UUID id) {
      return Optional.of(webhook);
    }

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      steps.add("begin");
      if (deletedMeanwhile) {
        webhook.delete(cipher);
      }
      change.make(webhook);
      steps.add("commit");
      return Optional.of(webhook);
    }
  }

  private static final class NoBlocks extends BlockRepository {
    @Override
    public Optional<BlockKind> find(UUID webhook, String clientId, String accountId) {
      return Optional.empty();
    }
  }

  /** Notes each audit entry among the other steps. */
  private final class NotedActs extends AuditTrail {
    @Override
    public void add(AuditEntry entry) {
      steps.add(entry.action().text() + entry.detail().map(detail -> ": " + detail).orElse(""));
    }
  }

  private static Caller caller(boolean application, boolean administrator) {
    return caller(Optional.of("account"), application, administrator);
  }

  private static Caller caller(
      Optional<String> account, boolean application, boolean administrator) {
    return Callers.of("client", account, application, administrator);
  }

  @BeforeEach
  void create() {
    webhook.protect(cipher, "https://example.com/", "s".repeat(32));
    webhook.subscribe(List.of("a.v1"));
  }

  /** Notes when the access control is asked and when its answer is read. */
  private BooleanSupplier mayMaintain() {
    steps.add("ask");
    return () -> {
      steps.add("read");
      return allowed;
    };
  }

  private WebhookView activate(Caller caller, boolean active) {
    return activate(caller, active, new Faults());
  }

  private WebhookView activate(Caller caller, boolean active, Faults faults) {
    UpdateWebhook request =
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty(), faults);
    return webhooks.update(caller, webhook.id().toString(), request);
  }

  @Test
  void asksBeforeTheTransactionAndReadsInside() {
    assertThat(activate(caller(true, false), true).active()).isTrue();
    assertThat(steps).containsExactly("ask", "begin", "read", "webhook.activated", "commit");
  }

  @Test
  void lostPermissionChangesNothing() {
    allowed = false;

    assertForbidden(() -> activate(caller(true, false), true));
    assertThat(steps).containsExactly("ask", "begin", "read");
    assertThat(webhook.isActive()).isFalse();
  }

  @Test
  void ownerDeactivatesWithoutPermission() {
    allowed = false;

    assertThat(activate(caller(true, false), false).active()).isFalse();
    assertThat(steps).containsExactly("begin", "commit");
  }

  @Test
  void deactivationWithNewSecretNeedsPermission() {
    allowed = false;
    Optional<String> secret = Optional.of("t".repeat(32));
    UpdateWebhook request =
        new UpdateWebhook(
            Optional.empty(), secret, Optional.of(false), Optional.empty(), new Faults());

    assertForbidden(() -> webhooks.update(caller(true, false), webhook.id().toString(), request));
  }

  @Test
  void webhookDeletedMeanwhileIsNotFound() {
    deletedMeanwhile = true;

    assertNotFound(() -> activate(caller(true, false), true));
    assertThat(webhook.isActive()).isFalse();
  }

  @Test
  void requeueAndTestNeedPermission() {
    Caller owner = caller(true, false);
    String id = webhook.id().toString();
    activate(owner, true);
    access.requireRequeueable(owner, id, AuditAction.DELIVERIES_RECOVERED);
    access.prepareTest(owner, id);
    allowed = false;

    assertForbidden(() -> access.requireRequeueable(owner, id, AuditAction.DELIVERIES_RECOVERED));
    assertForbidden(() -> access.prepareTest(owner, id));
  }

  @Test
  void ownerWithoutAccountOnlyDeactivates() {
    Caller nowhere = caller(Optional.empty(), true, false);
    activate(caller(true, false), true);
    steps.clear();

    assertThat(activate(nowhere, false).active()).isFalse();
    assertForbidden(() -> activate(nowhere, true));
    Faults faults = new Faults();
    faults.invalid("callbackUrl", "It is not a URL.");
    assertForbidden(() -> activate(nowhere, false, faults));
    // Without an account, an administrator owns no webhook.
    assertForbidden(() -> activate(caller(Optional.empty(), false, true), false));
    assertThat(steps).containsExactly("begin", "webhook.deactivated: owner", "commit");
  }

  @Test
  void tokenOfAnotherAccountFindsNothing() {
    Caller elsewhere = caller(Optional.of("other"), true, true);
    String id = webhook.id().toString();

    assertNotFound(() -> webhooks.get(elsewhere, id));
    assertNotFound(() -> activate(elsewhere, true));
    assertNotFound(() -> activate(elsewhere, false));
    assertNotFound(() -> webhooks.delete(elsewhere, id));
    assertNotFound(() -> webhooks.rotateSecret(elsewhere, id, null));
    assertNotFound(() -> access.ownedId(elsewhere, id));
    assertNotFound(() -> access.ownedIdForChange(elsewhere, id));
    assertThat(steps).isEmpty();
  }

  @Test
  void ownerWithoutAccountDeletesButReadsNothing() {
    Caller nowhere = caller(Optional.empty(), true, false);
    String id = webhook.id().toString();

    assertNotFound(() -> webhooks.get(nowhere, id));
    assertNotFound(() -> access.ownedId(nowhere, id));
    webhooks.delete(nowhere, id);
    assertThat(steps).containsExactly("begin", "webhook.deleted", "commit");
  }

  @Test
  void auditsNamesOfChangedProperties() {
    webhooks.update(
        caller(true, false),
        webhook.id().toString(),
        new UpdateWebhook(
            Optional.empty(),
            Optional.of("t".repeat(32)),
            Optional.of(true),
            Optional.empty(),
            new Faults()));

    assertThat(steps)
        .containsExactly(
            "ask", "begin", "read", "webhook.updated: secret", "webhook.activated", "commit");
  }

  @Test
  void auditsRepeatedSecretAsAChange() {
    webhook.rotate(cipher, "t".repeat(32), Instant.EPOCH.plusSeconds(60), Instant.EPOCH);

    webhooks.update(
        caller(true, false),
        webhook.id().toString(),
        new UpdateWebhook(
            Optional.empty(),
            Optional.of("t".repeat(32)),
            Optional.empty(),
            Optional.empty(),
            new Faults()));

    assertThat(steps).contains("webhook.updated: secret");
  }

  @Test
  void doesNotAuditUnchangedOrRefusedUpdates() {
    activate(caller(true, false), false);
    allowed = false;
    assertForbidden(() -> activate(caller(true, false), true));

    assertThat(steps).containsExactly("begin", "commit", "ask", "begin", "read");
  }

  @Test
  void auditsDeletion() {
    webhooks.delete(caller(true, false), webhook.id().toString());

    assertThat(steps).containsExactly("begin", "webhook.deleted", "commit");
  }

  @Test
  void usersUpdateOnlyAsAdministrators() {
    assertThat(activate(caller(false, true), true).active()).isTrue();
    assertForbidden(() -> activate(caller(false, false), false));
    assertForbidden(() -> webhooks.create(caller(false, true), null));
    assertForbidden(() -> webhooks.create(caller(false, false), null));
  }

  @Test
  void refusesUnfitCallersBeforeTheWebhook() {
    UpdateWebhook nothing =
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), new Faults());
    RotateSecret badly = new RotateSecret(Optional.of("short"), Optional.empty(), new Faults());
    List<Caller> callers = List.of(caller(false, false), caller(Optional.empty(), true, false));

    for (Caller caller : callers) {
      for (String id : List.of("none", webhook.id().toString())) {
        assertForbidden(() -> webhooks.update(caller, id, nothing));
        assertForbidden(() -> webhooks.rotateSecret(caller, id, badly));
        assertForbidden(() -> access.ownedIdForChange(caller, id));
      }
    }
  }

  private static void assertForbidden(Runnable call) {
    assertRefused(call, ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  private static void assertNotFound(Runnable call) {
    assertRefused(call, ErrorCode.WEBHOOK_NOT_FOUND);
  }

  private static void assertRefused(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
