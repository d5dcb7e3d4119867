/** Tests of outages of the database, the broker and the disk, and of the health check. */
package webhooks.it.resilience.outage;
