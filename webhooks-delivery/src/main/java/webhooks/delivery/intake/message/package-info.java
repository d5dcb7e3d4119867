/** Messages: reads the event, the id and the trace that a producer put into one. */
package webhooks.delivery.intake.message;
