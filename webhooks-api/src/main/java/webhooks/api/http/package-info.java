/** Requests and responses: filters before every operation, JSON bodies, queries and pages. */
package webhooks.api.http;
