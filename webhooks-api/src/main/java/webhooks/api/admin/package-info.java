/**
 * The admin API for webhooks of all accounts, blocks, rejected events, the audit trail, accounts
 * and nodes.
 *
 * <p>Unlike the API for the directory, it exists also where another service keeps the permissions.
 */
package webhooks.api.admin;
