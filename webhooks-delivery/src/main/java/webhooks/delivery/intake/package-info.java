/**
 * Takes events in from JMS.
 *
 * <p>Never acknowledges what is not durable in the database, and never puts the two into one
 * transaction.
 */
package webhooks.delivery.intake;
