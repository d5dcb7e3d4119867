/** A real PostgreSQL, queries of the product's tables, and a TCP relay that can fail. */
package webhooks.it.harness.database;
