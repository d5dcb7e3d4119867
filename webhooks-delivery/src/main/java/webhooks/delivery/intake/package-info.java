/**
 * Intake: receives events from JMS and stores them.
 *
 * <p>Acknowledges a message only after the database has committed its event, or in the transaction
 * that sends it to a queue again. A JMS transaction never includes the database.
 */
package webhooks.delivery.intake;
