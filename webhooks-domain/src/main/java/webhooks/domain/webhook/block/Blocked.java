package webhooks.domain.webhook.block;

import webhooks.domain.access.Actor;

/**
 * A CDI event: a webhook, a client or an account was blocked.
 *
 * <p>It is fired inside the transaction of the block, also if the block exists already.
 *
 * @param by the actor that blocked it
 * @param target the id of the webhook, the client or the account
 */
public record Blocked(Actor by, BlockKind kind, String target) {}
