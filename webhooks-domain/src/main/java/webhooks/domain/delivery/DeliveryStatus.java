package webhooks.domain.delivery;

import java.util.Arrays;
import java.util.Optional;

/** The status of a delivery. */
public enum DeliveryStatus {
  /** The delivery is to be sent, or to be sent again. */
  PENDING(0, "pending"),
  /** The receiver accepted the delivery. */
  SUCCEEDED(1, "succeeded"),
  /** Every attempt failed. */
  EXHAUSTED(2, "exhausted"),
  /** The webhook was deactivated before the delivery succeeded. */
  CANCELLED(3, "cancelled");

  private final int number;
  private final String text;

  DeliveryStatus(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns the status with this name, if there is one. */
  public static Optional<DeliveryStatus> of(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }

  /** Returns the status with this number in the database. */
  public static DeliveryStatus of(int number) {
    return values()[number];
  }

  /** Returns the name of the status in the API. */
  public String text() {
    return text;
  }

  /** Returns the number that represents the status in the database. */
  public int number() {
    return number;
  }
}
