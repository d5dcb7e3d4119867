/**
 * The option that bounds how long payloads are kept and what the delivery history shows of them.
 */
package webhooks.domain.option.retention;
