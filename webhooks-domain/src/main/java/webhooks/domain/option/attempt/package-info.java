/**
 * The options for the attempts of a delivery: how long each may take, and when the next one comes.
 */
package webhooks.domain.option.attempt;
