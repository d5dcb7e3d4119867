/** Tests of events from their publication by JMS, AMQP or HTTP to their delivery or last retry. */
package webhooks.it.delivery;
