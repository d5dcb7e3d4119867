/**
 * The admin API for webhooks of all accounts, rejected events and the audit trail.
 *
 * <p>Unlike the directory of iTwins, it exists also where another service keeps the permissions.
 */
package webhooks.api.admin;
