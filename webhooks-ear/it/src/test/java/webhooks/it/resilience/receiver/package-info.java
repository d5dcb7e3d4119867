/** Tests of receivers that are hostile or slow, and of the webhooks beside them. */
package webhooks.it.resilience.receiver;
