/** A receiver of webhooks that shows what arrived and whether its signatures hold. */
package webhooks.dev.inbox;
