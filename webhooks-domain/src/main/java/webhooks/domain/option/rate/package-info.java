/** The option that bounds how fast a webhook gets its deliveries. */
package webhooks.domain.option.rate;
