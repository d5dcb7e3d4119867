/**
 * Aids for trying the product out on one's own machine. Anybody gets a token here, so this is never
 * part of what is shipped.
 */
package webhooks.dev;
