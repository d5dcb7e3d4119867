/** Random requests that are made from the OpenAPI description, valid and broken in one place. */
package webhooks.it.api.described;
