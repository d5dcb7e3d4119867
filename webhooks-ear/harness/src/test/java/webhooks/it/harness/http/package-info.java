/** HTTP clients of the API. Each answer is compared with the product's OpenAPI description. */
package webhooks.it.harness.http;
