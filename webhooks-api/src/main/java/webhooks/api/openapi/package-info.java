/** The OpenAPI document of this API. */
package webhooks.api.openapi;
