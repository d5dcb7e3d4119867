/** The sessions of the portal: creates, opens, lists and ends them. */
package webhooks.api.portal;
