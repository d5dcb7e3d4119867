/** The figures of the node, for whoever runs it. */
package webhooks.api.metric;
