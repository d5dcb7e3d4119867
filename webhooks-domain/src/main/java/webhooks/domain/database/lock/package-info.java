/** The order of transactions that change webhooks or the directory, on one node. */
package webhooks.domain.database.lock;
