/**
 * Rejected events in the broker: an administrator reads them and sends them back to intake.
 *
 * <p>The classes here use JMS alone. Before a replay commits a batch it calls the domain, which
 * writes the audit entry to the database in a transaction of its own.
 */
package webhooks.delivery.intake.invalid;
