/** Error responses: the JSON shape, the status of each code, and the mapping of exceptions. */
package webhooks.api.error;
