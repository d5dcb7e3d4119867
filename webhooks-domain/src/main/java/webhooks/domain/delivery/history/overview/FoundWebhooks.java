package webhooks.domain.delivery.history.overview;

import webhooks.domain.page.Page;

/**
 * A page of found webhooks.
 *
 * @param complete whether all webhooks were looked at; if not, there are so many that an order
 *     other than the time of creation left out the oldest ones
 */
public record FoundWebhooks<T>(Page<T> page, boolean complete) {}
