/** An issuer of bearer tokens, valid ones and invalid ones. */
package webhooks.it.harness.token;
