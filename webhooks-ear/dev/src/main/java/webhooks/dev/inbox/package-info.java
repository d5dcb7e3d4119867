/** Receiver that shows its requests and whether their signatures are valid. */
package webhooks.dev.inbox;
