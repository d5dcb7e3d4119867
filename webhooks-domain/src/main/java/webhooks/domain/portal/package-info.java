/**
 * The sessions of the portal: a service application opens the console for a user of an account, who
 * has no login at the issuer.
 *
 * <p>The application gets a URL with a code, which the browser exchanges once for a token. Both are
 * random, and the table has only their hashes. The table's time is the database's clock.
 */
package webhooks.domain.portal;
