/**
 * Delivery: receives events from JMS, sends deliveries to the receivers and records the outcomes.
 */
package webhooks.delivery;
