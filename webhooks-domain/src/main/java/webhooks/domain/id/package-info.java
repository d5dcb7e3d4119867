/** How ids are made and read. */
package webhooks.domain.id;
