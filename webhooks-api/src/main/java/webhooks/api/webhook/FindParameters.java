package webhooks.api.webhook;

import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.PageResponse;
import webhooks.domain.delivery.history.overview.FindWebhooks;

/** Reads the query parameters of a request that finds webhooks. */
public final class FindParameters {
  private FindParameters() {}

  /** Reads the parameters of an owner's request. The caller has read all others before. */
  public static FindWebhooks read(QueryParameters query) {
    return read(query, Optional.empty());
  }

  /** Reads the parameters of an operator's request, who may name an account. */
  public static FindWebhooks readOfOperator(QueryParameters query) {
    return read(query, query.text("accountId"));
  }

  private static FindWebhooks read(QueryParameters query, Optional<String> accountId) {
    return new FindWebhooks(
        query.text(PageResponse.TOP),
        query.text(PageResponse.TOKEN),
        accountId,
        query.text("active"),
        query.text("search"),
        query.text("state"),
        query.text("eventType"),
        query.text("sort"),
        query.faults());
  }
}
