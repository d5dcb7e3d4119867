/** Administration of the webhooks of all accounts: reads, deactivates, deletes and blocks them. */
package webhooks.domain.webhook.admin;
