/** PostgreSQL or the broker fails under load, and its standby takes over. */
package webhooks.it.resilience.failover;
