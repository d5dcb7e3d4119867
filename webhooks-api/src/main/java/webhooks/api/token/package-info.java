/**
 * Verification of access tokens, by the product itself and the same on every server.
 *
 * <p>Why the server's MicroProfile JWT does not do it: docs/adr/0002-own-token-verification.md. No
 * class of this package may write a token, or a part of one, to a log or an answer.
 */
package webhooks.api.token;
