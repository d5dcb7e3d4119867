package webhooks.domain.webhook.revision;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.pause.PauseView;

/**
 * A webhook whose owner or administrator asks why an event did not come, or whether it works.
 *
 * @param present its present settings
 * @param block the kind of a block that concerns it, if there is one
 * @param pause the pause by its owner or an administrator
 * @param visible the events without a delivery of the webhook that the caller may know of
 */
public record ExplainedWebhook(
    UUID id,
    Owning owner,
    Instant created,
    Present present,
    Optional<BlockKind> block,
    PauseView pause,
    VisibleEvents visible) {

  /** The client and the account that own a webhook. */
  public record Owning(String clientId, String accountId) {}

  /**
   * The present settings.
   *
   * @param isStored whether the last revision has them too
   */
  public record Present(Revision revision, boolean isStored) {}

  /** Returns the present settings. */
  public WebhookSettings settings() {
    return present.revision().settings();
  }
}
