/** Tests of tokens, issuers, permissions, and of data that must stay secret. */
package webhooks.it.identity;
