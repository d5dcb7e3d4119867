/** Events as requests see them: their catalogue, and how they are published without messages. */
package webhooks.api.event;
