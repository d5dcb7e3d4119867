/** The proof that the owner of a webhook controls its receiver, and the rules of such a proof. */
package webhooks.domain.webhook.proof;
