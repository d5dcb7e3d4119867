/**
 * The audit trail: who did what, and when.
 *
 * <p>An act is written in the transaction that it happens in, so that neither is there without the
 * other, and never changed except for its count. It holds names of things, never a secret, a token
 * or a URL. This package knows no more of webhooks, iTwins and callers than their ids: the callers
 * make the entries.
 */
package webhooks.domain.audit;
