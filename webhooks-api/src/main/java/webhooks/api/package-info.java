/**
 * The HTTP API: turns requests into calls of the domain's use cases, and their results and refusals
 * into the contract's JSON.
 *
 * <p>The API identifies the caller by the token and parses the body. All other rules belong to the
 * domain. The API uses neither JMS nor the database.
 */
package webhooks.api;
