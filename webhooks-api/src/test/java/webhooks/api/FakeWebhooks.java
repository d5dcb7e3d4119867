package webhooks.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.webhook.CreateWebhook;
import webhooks.domain.webhook.CreatedWebhook;
import webhooks.domain.webhook.UpdateWebhook;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.Webhooks;
import webhooks.domain.webhook.rotation.RotateSecret;
import webhooks.domain.webhook.rotation.RotatedSecret;

/**
 * Refuses a request in which the API found faults; else returns one webhook or throws the given
 * failure. Keeps the last request.
 */
final class FakeWebhooks extends Webhooks {
  static final WebhookView WEBHOOK =
      new WebhookView(
          UUID.fromString("0b8f1f6c-3c1f-4a63-9f8e-1f2b3c4d5e6f"),
          "iTwin",
          "5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e",
          false,
          Optional.of("https://example.com/hook?a=b"),
          List.of("iModels.iModelDeleted.v1", "iTwins.iTwinDeleted.v1"),
          Instant.parse("2026-10-02T14:55:00Z"),
          Instant.parse("2026-10-02T14:55:00.4639Z"));

  Caller caller;
  CreateWebhook created;
  UpdateWebhook updated;
  String deleted;
  String checked;
  RuntimeException failure;

  void reset() {
    caller = null;
    created = null;
    updated = null;
    deleted = null;
    checked = null;
    failure = null;
  }

  @Override
  public CreatedWebhook create(Caller by, CreateWebhook request) {
    keep(by);
    created = request;
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_CREATE_WEBHOOK_REQUEST, "message");
    return new CreatedWebhook(WEBHOOK, "the secret");
  }

  /** Records the arguments, and refuses if it is to fail. */
  @Override
  public void requireAccess(Caller by, Optional<String> id, boolean changes) {
    checked = id.orElse("none") + " " + changes;
    keep(by);
  }

  @Override
  public WebhookView get(Caller by, String id) {
    keep(by);
    return WEBHOOK;
  }

  @Override
  public RotatedSecret rotateSecret(Caller by, String id, RotateSecret request) {
    keep(by);
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_REQUEST, "message");
    return new RotatedSecret("the new secret", WEBHOOK.modified());
  }

  @Override
  public void delete(Caller by, String id) {
    keep(by);
    deleted = id;
  }

  @Override
  public WebhookView update(Caller by, String id, UpdateWebhook request) {
    keep(by);
    updated = request;
    new Faults(request.faults()).refuseIfAny(ErrorCode.INVALID_UPDATE_WEBHOOK_REQUEST, "message");
    return WEBHOOK;
  }

  private void keep(Caller by) {
    caller = by;
    if (failure != null) {
      throw failure;
    }
  }
}
