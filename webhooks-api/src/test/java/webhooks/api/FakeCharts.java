package webhooks.api;

import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.chart.AttemptStatistics;
import webhooks.domain.delivery.history.chart.CountDeliveries;
import webhooks.domain.delivery.history.chart.DeliveryCharts;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.chart.DeliveryTimeline;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;

/** Refuses every request for figures, with the faults that were found while it was read. */
final class FakeCharts extends DeliveryCharts {
  @Override
  public DeliveryTimeline timeline(
      Caller by, String webhookId, Optional<String> window, List<Fault> faults) {
    throw new Refusal(ErrorCode.INVALID_REQUEST, "message", faults);
  }

  @Override
  public AttemptStatistics attempts(
      Caller by, String webhookId, Optional<String> window, List<Fault> faults) {
    throw new Refusal(ErrorCode.INVALID_REQUEST, "message", faults);
  }

  @Override
  public DeliveryCount count(Caller by, String webhookId, CountDeliveries request) {
    throw new Refusal(ErrorCode.INVALID_REQUEST, "message", request.faults());
  }
}
