package webhooks.domain.delivery.history.search;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request for a page of deliveries, not yet checked. An absent parameter is empty.
 *
 * @param top the maximum number of deliveries, 1 to 100
 * @param continuationToken the token that the previous page returned
 * @param status the name of a delivery status
 * @param since the earliest time of creation, ISO 8601
 * @param until the end of the times of creation, exclusive, ISO 8601
 * @param conditions the conditions that are examined for each delivery
 * @param faults the faults found while the request was read
 */
public record ListDeliveries(
    Optional<String> top,
    Optional<String> continuationToken,
    Optional<String> status,
    Optional<String> since,
    Optional<String> until,
    Conditions conditions,
    List<Fault> faults) {

  /**
   * Conditions of a request, not yet checked.
   *
   * @param eventType the type of the events
   * @param messageId the id of an event
   * @param traceId the id of a trace
   * @param statusCode a status, or a class of them, of the latest attempt
   * @param error why the latest attempt failed
   * @param text a text within the body
   */
  public record Conditions(
      Optional<String> eventType,
      Optional<String> messageId,
      Optional<String> traceId,
      Optional<String> statusCode,
      Optional<String> error,
      Optional<String> text) {}
}
