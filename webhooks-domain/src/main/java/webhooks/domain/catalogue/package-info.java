/** The catalogue of event types. */
package webhooks.domain.catalogue;
