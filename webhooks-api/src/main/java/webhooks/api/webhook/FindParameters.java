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
    return read(query, false);
  }

  /** Reads the parameters of an operator's request, who may name an account. */
  public static FindWebhooks readOfOperator(QueryParameters query) {
    return read(query, true);
  }

  private static FindWebhooks read(QueryParameters query, boolean ofOperator) {
    return new FindWebhooks(
        query.text(PageResponse.TOP),
        query.text(PageResponse.TOKEN),
        ofOperator ? query.text("accountId") : Optional.empty(),
        query.text("active"),
        query.text("ids"),
        query.text("search"),
        query.text("state"),
        query.text("eventType"),
        query.text("sort"),
        query.faults());
  }
}
