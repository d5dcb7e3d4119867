/**
 * The HTTP side of the product: turns requests into calls of the domain's use cases, and what comes
 * back, refusals included, into the contract's JSON.
 *
 * <p>It decides who calls (the token) and what can be read (the body); every rule is the domain's.
 * It knows neither JMS nor the database.
 */
package webhooks.api;
