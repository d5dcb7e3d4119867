/** The parts of a webhook's row that say which options are set. */
package webhooks.domain.webhook.option;
