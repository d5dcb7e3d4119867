/** Hides payloads and values that nobody may see, for all operations that show payloads. */
package webhooks.domain.delivery.history.payload;
