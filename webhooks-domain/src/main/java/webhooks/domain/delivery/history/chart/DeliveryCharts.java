package webhooks.domain.delivery.history.chart;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.PageRules;
import webhooks.domain.webhook.WebhookAccess;

/**
 * The use cases of charts: owners and administrators see a webhook's deliveries over time.
 *
 * <p>Starts no transaction itself, because a permission check may call another service.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliveryCharts {
  private static final String INVALID =
      "Cannot read the statistics. Make sure the query parameters are valid.";

  @Inject private WebhookAccess webhooks;
  @Inject private StatisticsLimit limit;
  @EJB private DeliveryChartRepository charts;

  /**
   * Returns the deliveries of a webhook over time.
   *
   * @param webhookId from the path, not yet parsed
   * @param window the text {@code PT1H}, the default, {@code P1D} or {@code P7D}
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest}, or {@code ServiceUnavailable} if too many statistics are being read or
   *     take too long
   */
  public DeliveryTimeline timeline(
      Caller caller, String webhookId, Optional<String> window, List<Fault> faults) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    ChartWindow checked = checkWindow(window, new Faults(faults));
    return limit.read(caller, () -> charts.timeline(webhook, checked));
  }

  /**
   * Returns the latency, the answers and the event types of a webhook's attempts.
   *
   * @param webhookId from the path, not yet parsed
   * @param window the text {@code PT1H}, the default, {@code P1D} or {@code P7D}
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest}, or {@code ServiceUnavailable} if too many statistics are being read or
   *     take too long
   */
  public AttemptStatistics attempts(
      Caller caller, String webhookId, Optional<String> window, List<Fault> faults) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    ChartWindow checked = checkWindow(window, new Faults(faults));
    return limit.read(caller, () -> charts.attempts(webhook, checked));
  }

  /**
   * Returns how many deliveries a webhook has in a period.
   *
   * @param webhookId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many statistics are
   *     being read or take too long
   */
  public DeliveryCount count(Caller caller, String webhookId, CountDeliveries request) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    Faults faults = new Faults(request.faults());
    Optional<DeliveryStatus> status = request.status().flatMap(DeliveryStatus::of);
    if (request.status().isPresent() && status.isEmpty()) {
      faults.invalid("status", "'status' must be pending or succeeded or exhausted or cancelled.");
    }
    PageRules.checkEventType(request.eventType(), faults);
    Optional<Instant> since = PageRules.time("since", request.since(), faults);
    Optional<Instant> until = PageRules.time("until", request.until(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot count deliveries. Make sure the query parameters are valid.");
    List<DeliveryStatus> statuses = status.map(List::of).orElse(List.of(DeliveryStatus.values()));
    return limit.read(
        caller, () -> charts.count(webhook, statuses, request.eventType(), since, until));
  }

  private static ChartWindow checkWindow(Optional<String> text, Faults faults) {
    Optional<ChartWindow> window = text.map(ChartWindow::of).orElse(Optional.of(ChartWindow.HOUR));
    if (window.isEmpty()) {
      faults.invalid("window", "'window' must be PT1H, P1D or P7D.");
    }
    faults.refuseIfAny(ErrorCode.INVALID_REQUEST, INVALID);
    return window.orElseThrow();
  }
}
