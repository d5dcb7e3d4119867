package webhooks.domain.delivery.history.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes requests for deliveries. */
final class SearchRequests {
  private SearchRequests() {}

  /** Returns the request with these query parameters. */
  static ListDeliveries of(Map<String, String> parameters) {
    return new ListDeliveries(
        text(parameters, "$top"),
        text(parameters, "continuationToken"),
        text(parameters, "status"),
        text(parameters, "since"),
        text(parameters, "until"),
        new ListDeliveries.Conditions(
            text(parameters, "eventType"),
            text(parameters, "messageId"),
            text(parameters, "traceId"),
            text(parameters, "statusCode"),
            text(parameters, "error"),
            text(parameters, "text")),
        List.of());
  }

  private static Optional<String> text(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
