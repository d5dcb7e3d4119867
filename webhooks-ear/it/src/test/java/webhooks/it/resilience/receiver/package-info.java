/**
 * Tests of receivers that are hostile or slow, of the webhooks beside them, and of addresses that
 * no receiver may have.
 */
package webhooks.it.resilience.receiver;
