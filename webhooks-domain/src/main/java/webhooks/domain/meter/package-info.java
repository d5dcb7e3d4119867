/** Measures that cost next to nothing on the delivery path, whoever shows them. */
package webhooks.domain.meter;
