/** Administrators' views of the webhooks of all accounts, and what they may do to them. */
package webhooks.domain.webhook.admin;
