/** The metrics of this node, for its operator. */
package webhooks.api.metric;
