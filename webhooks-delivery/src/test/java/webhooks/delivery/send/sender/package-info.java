/** Senders of tests, with names, deliveries and a clock in memory. */
package webhooks.delivery.send.sender;
