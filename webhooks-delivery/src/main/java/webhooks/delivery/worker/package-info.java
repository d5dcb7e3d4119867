/**
 * Background threads: how they repeat their task, wait after a failure and end, and what they
 * notice of the database and the broker.
 */
package webhooks.delivery.worker;
