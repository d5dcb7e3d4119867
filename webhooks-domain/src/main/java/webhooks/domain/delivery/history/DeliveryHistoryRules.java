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
    StatisticsWindow window = StatisticsWindow.check(text, faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot read the statistics. Make sure the query parameters are valid.");
    return window;
  }
}
