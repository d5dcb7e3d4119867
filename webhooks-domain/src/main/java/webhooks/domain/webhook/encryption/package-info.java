/** Encryption of stored webhooks: the check of the keys at start, and the change of keys. */
package webhooks.domain.webhook.encryption;
