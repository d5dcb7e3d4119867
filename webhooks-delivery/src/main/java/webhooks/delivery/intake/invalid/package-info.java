/**
 * Rejected events in the broker: an administrator reads them and sends them back to intake.
 *
 * <p>Works with JMS alone, never with the database.
 */
package webhooks.delivery.intake.invalid;
