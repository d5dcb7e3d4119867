package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.rotation.RotateSecret;

/** Who may read, change and stop a webhook. */
class WebhookAccessTest extends WebhooksFixture {
  @Test
  void requeueAndTestNeedPermission() {
    Caller owner = caller(true, false);
    String id = webhook.id().toString();
    activate(owner, true);
    access.requireRequeueable(owner, id, AuditAction.DELIVERIES_RECOVERED);
    access.prepareTest(owner, id, AuditAction.WEBHOOK_TESTED);
    allowed = false;

    assertForbidden(() -> access.requireRequeueable(owner, id, AuditAction.DELIVERIES_RECOVERED));
    assertForbidden(() -> access.prepareTest(owner, id, AuditAction.WEBHOOK_TESTED));
  }

  @Test
  void tokenTestNeedsAnIssuerAndPermission() {
    Caller owner = caller(true, false);
    String id = webhook.id().toString();
    assertRefused(() -> access.prepareTokenTest(owner, id), ErrorCode.INVALID_REQUEST);
    storedOptions = options("'basic', 'username': 'u', 'password': 'p'");
    assertRefused(() -> access.prepareTokenTest(owner, id), ErrorCode.INVALID_REQUEST);
    assertThat(steps).isEmpty();

    storedOptions =
        options("'oauth2', 'tokenUrl': 'https://i/', 'clientId': 'c', 'clientSecret': 's'");
    assertThat(access.prepareTokenTest(owner, id).webhook().options().stored())
        .isEqualTo(storedOptions.stored());
    allowed = false;
    assertForbidden(() -> access.prepareTokenTest(owner, id));
  }

  private static WebhookOptions options(String authentication) {
    return OptionRules.options("{'authentication': {'type': " + authentication + "}}");
  }

  @Test
  void requeueNeedsAnActiveWebhook() {
    Caller owner = caller(true, false);
    AuditAction action = AuditAction.DELIVERIES_RECOVERED;

    assertRefused(
        () -> access.requireRequeueable(owner, webhook.id().toString(), action),
        ErrorCode.INVALID_REQUEST);
    assertRefused(
        () -> access.requireRequeueableAsAdmin(owner, webhook.id(), action),
        ErrorCode.INVALID_REQUEST);
    assertThat(steps).isEmpty();
  }

  @Test
  void ownerWithoutAccountOnlyDeactivates() {
    Caller nowhere = caller(Optional.empty(), true, false);
    activate(caller(true, false), true);
    steps.clear();

    assertThat(activate(nowhere, false).active()).isFalse();
    assertForbidden(() -> activate(nowhere, true));
    List<Fault> faults =
        List.of(Fault.of(FaultCode.INVALID_VALUE, "callbackUrl", "It is not a URL."));
    assertForbidden(() -> activate(nowhere, false, faults));
    // Without an account, an administrator owns no webhook.
    assertForbidden(() -> activate(caller(Optional.empty(), false, true), false));
    assertThat(steps).containsExactly("begin", "webhook.deactivated: owner", "commit");
  }

  @Test
  void accessIsRefusedBeforeTheRequestIsChecked() {
    Optional<String> id = Optional.of(webhook.id().toString());
    Caller owner = caller(true, false);
    Caller user = caller(false, false);
    allowed = false;

    webhooks.requireAccess(owner, id, true);
    webhooks.requireAccess(owner, Optional.empty(), true);
    // The owner can always stop, and so learns what is wrong with the request.
    webhooks.requireAccess(caller(Optional.empty(), true, false), id, true);
    assertForbidden(() -> webhooks.requireAccess(user, id, true));
    assertForbidden(() -> webhooks.requireAccess(user, Optional.empty(), true));
    assertForbidden(
        () ->
            webhooks.requireAccess(caller(Optional.empty(), true, false), Optional.empty(), true));
    Caller elsewhere = caller(Optional.of("other"), true, true);
    assertNotFound(() -> webhooks.requireAccess(elsewhere, id, false));
    assertNotFound(() -> webhooks.requireAccess(owner, Optional.of("no UUID"), true));
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
  void administratorOfTheITwinsOrganizationReadsAndStops() {
    Caller supervisor = Callers.of("console", "organization", false, true);
    String id = webhook.id().toString();
    activate(caller(true, false), true);
    webhook.protect(cipher, "https://example.com/hook?key=credential", "s".repeat(32));
    steps.clear();

    assertThat(webhooks.get(supervisor, id).callbackUrl()).contains("https://example.com/hook");
    assertForbidden(() -> activate(supervisor, true));
    assertForbidden(() -> webhooks.delete(supervisor, id));
    assertForbidden(() -> webhooks.rotateSecret(supervisor, id, null));
    assertForbidden(() -> access.ownedId(supervisor, id));
    assertThat(activate(supervisor, false))
        .returns(false, WebhookView::active)
        .returns(Optional.of("https://example.com/hook"), WebhookView::callbackUrl);
    assertThat(steps).containsExactly("begin", "webhook.deactivated: administrator", "commit");
    assertNotFound(() -> webhooks.get(Callers.of("x", "organization", true, true), id));
    assertNotFound(() -> webhooks.get(Callers.of("x", "another", false, true), id));
    assertNotFound(() -> webhooks.get(Callers.of("x", "organization", false, false), id));
    webhook.delete(cipher);
    assertNotFound(() -> webhooks.get(supervisor, id));
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
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    RotateSecret badly = new RotateSecret(Optional.of("short"), Optional.empty(), List.of());
    List<Caller> callers = List.of(caller(false, false), caller(Optional.empty(), true, false));

    for (Caller caller : callers) {
      for (String id : List.of("none", webhook.id().toString())) {
        assertForbidden(() -> webhooks.update(caller, id, nothing));
        assertForbidden(() -> webhooks.rotateSecret(caller, id, badly));
        assertForbidden(() -> access.ownedIdForChange(caller, id));
      }
    }
  }
}
