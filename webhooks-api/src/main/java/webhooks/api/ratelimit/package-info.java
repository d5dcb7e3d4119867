/** The limit on the requests of each client. */
package webhooks.api.ratelimit;
