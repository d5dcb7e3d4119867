/**
 * Sends one delivery: sign, vet and pin the address, post, judge the answer.
 *
 * <p>Never touches the database, never follows a redirect, never connects to an address that the
 * guard has not vetted.
 */
package webhooks.delivery.send;
