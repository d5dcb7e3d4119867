/**
 * Blocks: an administrator of the product blocks a webhook, a client or an account, so that its
 * owner can't activate it again.
 *
 * <p>Owns the table {@code webhook_block}. Fires {@link Blocked} inside the transaction of the
 * change, so that the same transaction deactivates webhooks.
 */
package webhooks.domain.webhook.block;
