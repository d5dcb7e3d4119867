/** Counts of values by their size, cheap enough for the delivery path. */
package webhooks.domain.histogram;
