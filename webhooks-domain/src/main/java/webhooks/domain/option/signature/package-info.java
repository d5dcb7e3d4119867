/**
 * The option that chooses the signatures of Standard Webhooks, and the keys of its asymmetric one.
 */
package webhooks.domain.option.signature;
