/**
 * Encryption of stored webhooks: the check of the keys at start, and the re-encryption after a
 * change of keys.
 */
package webhooks.domain.webhook.encryption;
