/**
 * The audit trail: who did what, and when.
 *
 * <p>An act is written in the transaction that it happens in, so that neither is there without the
 * other, and never changed but for how many it came to. It tells names of things, never a secret, a
 * token or a URL. This package knows no more of webhooks, iTwins and callers than their ids: those
 * who act tell it.
 */
package webhooks.domain.audit;
