package webhooks.domain.delivery.history.overview;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.history.state.HealthStatus;
import webhooks.domain.delivery.history.state.WebhookHealth;
import webhooks.domain.delivery.history.state.WebhookState;
import webhooks.domain.delivery.history.state.WebhookStateRepository.Holds;
import webhooks.domain.page.Cursor;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;
import webhooks.domain.webhook.pause.PauseView;

/**
 * A webhook while a list is searched: only what filters and orders need. Its URL is encrypted.
 *
 * @param cursor its time of creation, and its id
 * @param selectsEvents whether its options select events; patterns may add types to its own
 * @param facts whether it is active and paused; without its blocks
 * @param holds what keeps its deliveries waiting, besides its owner
 * @param state its failures
 */
record ListedWebhook(
    Cursor cursor,
    Owning owner,
    String scopeId,
    List<String> eventTypes,
    boolean hasOptions,
    boolean selectsEvents,
    EncryptedUrl url,
    WebhookHealth.Facts facts,
    Holds holds,
    WebhookState state) {

  /** The client and the account that own a webhook. */
  record Owning(String clientId, String accountId) {
    /**
     * Returns whether a caller may read more of the webhook than an administrator who only
     * supervises it.
     */
    boolean includes(Caller caller) {
      return caller.isIn(accountId);
    }
  }

  /** The URL, encrypted with the key of this id. */
  record EncryptedUrl(String keyId, byte[] content) {}

  private static final String SCHEME = "https://";

  UUID id() {
    return cursor.id();
  }

  /** Returns the targets of blocks that would concern this webhook. */
  List<BlockTarget> targets() {
    return List.of(
        new BlockTarget(BlockKind.WEBHOOK, id().toString()),
        new BlockTarget(BlockKind.CLIENT, owner.clientId()),
        new BlockTarget(BlockKind.ACCOUNT, owner.accountId()));
  }

  /** Returns the webhook with the kind of a block that concerns it. */
  ListedWebhook blockedBy(Optional<BlockKind> block) {
    return new ListedWebhook(
        cursor,
        owner,
        scopeId,
        eventTypes,
        hasOptions,
        selectsEvents,
        url,
        new WebhookHealth.Facts(
            block, facts.active(), facts.deactivationReason(), facts.pause(), Optional.empty()),
        holds,
        state);
  }

  /**
   * Returns the webhook as an administrator who only supervises it may see it: whether it is
   * active, and nothing about its deliveries, its pause or its blocks.
   */
  ListedWebhook supervised() {
    return new ListedWebhook(
        cursor,
        owner,
        scopeId,
        eventTypes,
        false,
        false,
        url,
        new WebhookHealth.Facts(
            Optional.empty(), facts.active(), Optional.empty(), PauseView.NONE, Optional.empty()),
        new Holds(Optional.empty(), false),
        WebhookState.NONE);
  }

  WebhookHealth health() {
    return WebhookHealth.of(facts, holds, state);
  }

  boolean isIn(HealthStatus status) {
    return health().status() == status;
  }

  /**
   * Returns host and path of the URL, without its query, which may have credentials; nothing if it
   * can't be decrypted, so that other properties still find the webhook.
   */
  String hostAndPath(SecretCipher cipher) {
    try {
      String text =
          CallbackUrl.withoutQuery(
              cipher.decrypt(url.keyId(), id(), EncryptedColumn.CALLBACK_URL, url.content()));
      return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? text.substring(SCHEME.length())
          : text;
    } catch (IllegalStateException e) {
      return "";
    }
  }

  /** Returns the text that is searched, in lower case, without the description. */
  String text(SecretCipher cipher) {
    return String.join(
            "\n", hostAndPath(cipher), id().toString(), scopeId, String.join("\n", eventTypes))
        .toLowerCase(Locale.ROOT);
  }
}
