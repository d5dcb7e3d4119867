/** Delivery: from the queue of events to the receivers, and back to the database. */
package webhooks.delivery;
