/** A running product with its issuer, receiver, broker and database, and the clients of its API. */
package webhooks.it.harness.environment;
