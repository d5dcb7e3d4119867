/**
 * Tests of the way of an event: published by JMS, AMQP or HTTP, matched, sent, retried, given up.
 */
package webhooks.it.delivery;
