/**
 * Makes one attempt: looks up and checks the address, signs, posts and classifies the response.
 *
 * <p>Never touches the database, never follows a redirect, never connects to a receiver's address
 * that the guard has not allowed.
 */
package webhooks.delivery.send;
