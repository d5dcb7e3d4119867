/**
 * Intake: receives events from JMS and stores them.
 *
 * <p>Acknowledges a message only after the database has committed its event, and never uses both in
 * one transaction.
 */
package webhooks.delivery.intake;
