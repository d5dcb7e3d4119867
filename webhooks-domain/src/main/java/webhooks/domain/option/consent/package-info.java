/** The consent of a receiver to requests of this product. */
package webhooks.domain.option.consent;
