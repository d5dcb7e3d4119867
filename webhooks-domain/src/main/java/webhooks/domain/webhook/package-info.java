/**
 * Webhooks: their life, their rules, and the copy of them that intake and dispatch match against.
 *
 * <p>Every rule holds here, for any caller; URL and secret never leave unencrypted but to their
 * owner and to the sender.
 */
package webhooks.domain.webhook;
