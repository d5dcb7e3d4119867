/** Administration of the webhooks of all accounts: reads, deactivates and checks them. */
package webhooks.domain.webhook.admin;
