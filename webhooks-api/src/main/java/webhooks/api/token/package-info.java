/**
 * Who calls: bearer tokens, verified by this product itself and alike on every server, and what
 * scope each operation asks for.
 *
 * <p>Why not by the server's MicroProfile JWT: docs/adr/0002-own-token-verification.md. Nothing
 * here may ever write a token, or a part of one, to a log or an answer.
 */
package webhooks.api.token;
