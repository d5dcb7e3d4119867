/**
 * Events that the product sends to a webhook at once, when its owner asks for it: tests, and
 * requests for a proof of ownership. Nothing of them is stored but an audit entry and the proof.
 */
package webhooks.domain.event.direct;
