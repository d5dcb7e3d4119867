/** Tests of who may do what: tokens, issuers, permissions; and of what must stay secret. */
package webhooks.it.identity;
