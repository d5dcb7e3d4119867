/** Ids: creates ids of this product and checks ids of other systems. */
package webhooks.domain.id;
