/** The webhooks operations of the contract. */
package webhooks.api.webhook;
