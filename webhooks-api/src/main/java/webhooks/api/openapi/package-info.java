/** The contract of this API as a document that programs read. */
package webhooks.api.openapi;
