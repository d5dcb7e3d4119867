package webhooks.domain.delivery.history;

import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;

/** The rules for requests to the delivery history. All faults of a request are reported at once. */
final class DeliveryHistoryRules {
  private DeliveryHistoryRules() {}

  /**
   * Checks the time window of statistics.
   *
   * @param faults the faults found while the request was read
   * @throws webhooks.domain.error.Refusal if there is no such window
   */
  static StatisticsWindow checkWindow(Optional<String> text, Faults faults) {
    Optional<StatisticsWindow> window =
        text.map(StatisticsWindow::of).orElse(Optional.of(StatisticsWindow.HOUR));
    if (window.isEmpty()) {
      faults.invalid("window", "'window' must be PT1H or P1D.");
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot read the statistics. Make sure the query parameters are valid.");
    return window.orElseThrow();
  }
}
