package webhooks.domain.delivery.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import webhooks.domain.error.Faults;

/** The time window of statistics, which ends now. */
public enum StatisticsWindow {
  /** The last hour. */
  HOUR("PT1H", Duration.ofHours(1)),
  /** The last day. */
  DAY("P1D", Duration.ofDays(1));

  private final String text;
  private final Duration length;

  StatisticsWindow(String text, Duration length) {
    this.text = text;
    this.length = length;
  }

  /** Returns the window with this text, if there is one. */
  public static Optional<StatisticsWindow> of(String text) {
    return Arrays.stream(values()).filter(window -> window.text.equals(text)).findFirst();
  }

  /**
   * Returns the window with this text, by default the last hour, and adds a fault if there is none.
   */
  public static StatisticsWindow check(Optional<String> text, Faults faults) {
    Optional<StatisticsWindow> window = text.flatMap(StatisticsWindow::of);
    if (text.isPresent() && window.isEmpty()) {
      faults.invalid("window", "'window' must be PT1H or P1D.");
    }
    return window.orElse(HOUR);
  }

  /** Returns the window as an ISO 8601 duration, as requests name it. */
  public String text() {
    return text;
  }

  /** Returns the length of the window. */
  public Duration length() {
    return length;
  }
}
