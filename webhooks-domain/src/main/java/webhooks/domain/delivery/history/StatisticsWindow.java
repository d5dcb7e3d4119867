package webhooks.domain.delivery.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

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

  /** Returns the window as an ISO 8601 duration, as requests name it. */
  public String text() {
    return text;
  }

  /** Returns the length of the window. */
  public Duration length() {
    return length;
  }
}
