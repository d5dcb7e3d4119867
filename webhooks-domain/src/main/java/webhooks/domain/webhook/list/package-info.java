/** Lists of the webhooks that a caller may see, by pages or as a whole. */
package webhooks.domain.webhook.list;
