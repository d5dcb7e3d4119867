/** Tokens for anybody who asks, signed with a key that lives as long as the process. */
package webhooks.dev.token;
