/** The database: its connections, its migrations and the classification of its failures. */
package webhooks.domain.database;
