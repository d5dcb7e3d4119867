/** The limit on the requests of each caller. */
package webhooks.api.ratelimit;
