/**
 * The audit trail: the changes that callers, administrators and the product itself made, with actor
 * and time.
 *
 * <p>An entry is written in the transaction of its action, so that neither exists without the
 * other. A test of a webhook and a replay of rejected events are not in the database, so their
 * entries are committed before them. Only the count of an entry may change later. An entry holds
 * names and ids, never a secret, a token or a URL. This package knows only the ids of webhooks,
 * iTwins and callers; other packages make the entries.
 */
package webhooks.domain.audit;
