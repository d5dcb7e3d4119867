/**
 * Operational events: they report changes of webhooks and of the product to operators, and to other
 * webhooks of the same owner.
 *
 * <p>The transaction of a deactivation writes a row. Failure streaks and exhausted deliveries are
 * searched every ten seconds, and then get a row. Later, any node stores the event with its
 * deliveries. After that any node publishes it to the operators' topic and deletes the row.
 */
package webhooks.domain.operational;
