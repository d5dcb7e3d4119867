/**
 * Operational events: what happens to webhooks and to the product, reported to operators and to the
 * owners' other webhooks.
 *
 * <p>The transaction of a change writes a row; exhausted deliveries are counted first. Later, any
 * node stores the event with its deliveries, and then publishes it to the operators' topic and
 * deletes the row.
 */
package webhooks.domain.operational;
