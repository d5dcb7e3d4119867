/** What happens around the scripts of a migration; Flyway calls the classes. */
package webhooks.domain.database.migration;
