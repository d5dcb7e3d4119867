/**
 * Tests of what all operations have in common: HTTP rules, malformed requests, the OpenAPI
 * description, the rate limit.
 */
package webhooks.it.api.protocol;
