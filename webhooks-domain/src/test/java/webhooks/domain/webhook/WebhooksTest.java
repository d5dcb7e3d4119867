package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.rotation.RotateSecret;

/** Permissions and audit entries of the changes of a webhook. */
class WebhooksTest extends WebhooksFixture {
  @Test
  void asksBeforeTheTransactionAndReadsInside() {
    assertThat(activate(caller(true, false), true).active()).isTrue();
    assertThat(steps).containsExactly("ask", "begin", "read", "webhook.activated", "commit");
  }

  @Test
  void namesFaultsOfAnUpdateBeforeThePermission() {
    allowed = false;
    List<Fault> faults =
        List.of(Fault.of(FaultCode.INVALID_VALUE, "callbackUrl", "It is not a URL."));

    assertRefused(
        () -> activate(caller(true, false), true, faults),
        ErrorCode.INVALID_UPDATE_WEBHOOK_REQUEST);
    assertThat(steps).isEmpty();
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
    activate(caller(true, false), true);
    steps.clear();
    allowed = false;

    assertThat(activate(caller(true, false), false).active()).isFalse();
    assertThat(steps).containsExactly("begin", "webhook.deactivated: owner", "commit");
  }

  @Test
  void deactivationWithNewSecretNeedsPermission() {
    allowed = false;
    Optional<String> secret = Optional.of("t".repeat(32));
    UpdateWebhook request =
        new UpdateWebhook(
            Optional.empty(), secret, Optional.of(false), Optional.empty(), List.of());

    assertForbidden(() -> webhooks.update(caller(true, false), webhook.id().toString(), request));
  }

  @Test
  void unreadableWebhookIsNotChangedButDeactivated() {
    activate(caller(true, false), true);
    steps.clear();
    SecretCipher lost =
        SecretCipher.of(
            TestSettings.with(
                "webhooks.encryption.key", Base64.getEncoder().encodeToString(new byte[32])),
            Dialect.POSTGRESQL);
    webhook.protect(lost, "https://example.com/lost", "s".repeat(32));
    RotateSecret rotation = new RotateSecret(Optional.empty(), Optional.empty(), List.of());

    assertRefused(() -> activate(caller(true, false), true), ErrorCode.SERVICE_UNAVAILABLE);
    assertRefused(
        () -> webhooks.rotateSecret(caller(true, false), webhook.id().toString(), rotation),
        ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(steps).doesNotContain("begin");
    assertThat(activate(caller(true, false), false).active()).isFalse();
  }

  @Test
  void webhookDeletedMeanwhileIsNotFound() {
    deletedMeanwhile = true;

    assertNotFound(() -> activate(caller(true, false), true));
    assertThat(webhook.isActive()).isFalse();
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
            List.of()));

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
            List.of()));

    assertThat(steps).contains("webhook.updated: secret");
  }

  @Test
  void doesNotAuditUnchangedOrRefusedUpdates() {
    activate(caller(true, false), false);
    allowed = false;
    assertForbidden(() -> activate(caller(true, false), true));

    assertThat(steps).containsExactly("ask", "begin", "read");
  }

  /** A regression: such updates waited for other changes, and took a version. */
  @Test
  void updateWithTheSameValuesBeginsNoChange() {
    update("s".repeat(32), false);

    assertThat(steps).containsExactly("ask", "read");
  }

  @Test
  void updateWithTheSameValuesNeedsPermission() {
    allowed = false;

    assertForbidden(() -> update("s".repeat(32), false));
  }

  /** The other change comes between the look at the webhook and the lock. */
  @Test
  void valuesThatAnotherChangeMadeEqualAreNoChange() {
    changedMeanwhile = () -> webhook.protect(cipher, "https://example.com/", "t".repeat(32));

    update("t".repeat(32), false);

    assertThat(steps).containsExactly("ask", "begin", "read", "commit");
  }

  private void update(String secret, boolean active) {
    webhooks.update(
        caller(true, false),
        webhook.id().toString(),
        new UpdateWebhook(
            Optional.empty(),
            Optional.of(secret),
            Optional.of(active),
            Optional.empty(),
            List.of()));
  }

  @Test
  void auditsDeletion() {
    webhooks.delete(caller(true, false), webhook.id().toString());

    assertThat(steps).containsExactly("begin", "webhook.deleted", "commit");
  }

  @Test
  void administratorsDeleteOnlyOnce() {
    deletedMeanwhile = true;

    assertNotFound(() -> webhooks.deleteAsAdmin(caller(false, true), webhook.id()));
    assertThat(steps).containsExactly("begin");
  }
}
