/**
 * Deactivation of webhooks: the reasons, the events that report it, the definition of a steady
 * failure, and the statements that follow changes of the directory.
 */
package webhooks.domain.webhook.deactivation;
