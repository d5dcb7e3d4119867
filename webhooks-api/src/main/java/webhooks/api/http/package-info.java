/** Requests: filters before every operation, bodies with their bounds, and queries. */
package webhooks.api.http;
