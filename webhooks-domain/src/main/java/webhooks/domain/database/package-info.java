/** The database: its connections, its migrations and what its failures mean. */
package webhooks.domain.database;
