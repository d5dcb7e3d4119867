/** How many requests each client may make. */
package webhooks.api.ratelimit;
