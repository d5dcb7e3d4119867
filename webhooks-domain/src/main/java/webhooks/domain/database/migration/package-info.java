/** The version of the tables: its migrations with Flyway, and its check before a start. */
package webhooks.domain.database.migration;
