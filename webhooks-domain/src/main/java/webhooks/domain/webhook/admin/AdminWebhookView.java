package webhooks.domain.webhook.admin;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;

/**
 * A webhook as an administrator of the product reads it, without its secret.
 *
 * @param scope {@code Account} or {@code iTwin}
 * @param callbackUrl the URL without its query, which may hold credentials; empty if it can't be
 *     decrypted
 * @param clientId the service application that created the webhook
 * @param accountId the account that the webhook was created in
 * @param deactivationReason the reason why the webhook is inactive, if it ever was active
 * @param blocks the kinds of the blocks that concern the webhook
 */
public record AdminWebhookView(
    UUID id,
    String scope,
    String scopeId,
    boolean active,
    Optional<String> callbackUrl,
    List<String> eventTypes,
    Instant created,
    Instant modified,
    String clientId,
    String accountId,
    Optional<String> deactivationReason,
    Set<BlockKind> blocks) {

  /**
   * Returns the targets of blocks that would concern this webhook: itself, its client and account.
   */
  List<BlockLookup.BlockTarget> targets() {
    return List.of(
        new BlockLookup.BlockTarget(BlockKind.WEBHOOK, id.toString()),
        new BlockLookup.BlockTarget(BlockKind.CLIENT, clientId),
        new BlockLookup.BlockTarget(BlockKind.ACCOUNT, accountId));
  }

  /** Returns the webhook with the blocks that concern it. */
  AdminWebhookView with(Set<BlockLookup.BlockTarget> blocked) {
    Set<BlockKind> kinds = EnumSet.noneOf(BlockKind.class);
    targets().stream().filter(blocked::contains).forEach(target -> kinds.add(target.kind()));
    return new AdminWebhookView(
        id,
        scope,
        scopeId,
        active,
        callbackUrl,
        eventTypes,
        created,
        modified,
        clientId,
        accountId,
        deactivationReason,
        kinds);
  }
}
