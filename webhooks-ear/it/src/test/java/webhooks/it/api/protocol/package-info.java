/** Tests of the rules for all operations: HTTP, malformed requests, the OpenAPI description. */
package webhooks.it.api.protocol;
