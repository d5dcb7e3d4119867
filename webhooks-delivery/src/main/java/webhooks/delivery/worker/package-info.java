/**
 * Background threads: they repeat a task, wait after a failure, and end at a signal. They also note
 * whether the database and the broker answer.
 */
package webhooks.delivery.worker;
