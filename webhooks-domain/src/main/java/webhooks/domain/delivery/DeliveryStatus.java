package webhooks.domain.delivery;

import java.util.Arrays;
import java.util.Optional;

/**
 * The status of a delivery. Each delivery starts as pending, and a requeue makes a finished one
 * pending again.
 */
public enum DeliveryStatus {
  /** It waits for an attempt, is leased, or is in flight. */
  PENDING(0, "pending"),
  /** The receiver accepted it. */
  SUCCEEDED(1, "succeeded"),
  /** The last attempt of the retry schedule failed. */
  EXHAUSTED(2, "exhausted"),
  /** Its activation had ended when a claim read it. */
  CANCELLED(3, "cancelled");

  private final int number;
  private final String text;

  DeliveryStatus(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns the status with this text in the API, if there is one. */
  public static Optional<DeliveryStatus> of(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }

  /** Returns the status with this number in the database. */
  public static DeliveryStatus of(int number) {
    return values()[number];
  }

  /** Returns the text of the status in the API. */
  public String text() {
    return text;
  }

  /** Returns the number that represents the status in the database. */
  public int number() {
    return number;
  }
}
