/** The nodes that run, as they announce themselves in the database for the product's operators. */
package webhooks.domain.node.announcement;
