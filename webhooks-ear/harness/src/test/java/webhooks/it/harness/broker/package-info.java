/** Brokers, and JMS clients that publish events to them. */
package webhooks.it.harness.broker;
