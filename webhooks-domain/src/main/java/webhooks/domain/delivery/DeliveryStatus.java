package webhooks.domain.delivery;

import java.util.Arrays;
import java.util.Optional;

/** Where a delivery stands. */
public enum DeliveryStatus {
  /** To be sent, or to be sent again. */
  PENDING(0, "pending"),
  /** The receiver took it. */
  SUCCEEDED(1, "succeeded"),
  /** Every attempt failed. */
  EXHAUSTED(2, "exhausted"),
  /** Its webhook was deactivated before it was sent. */
  CANCELLED(3, "cancelled");

  private final int number;
  private final String text;

  DeliveryStatus(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns the status of this name, if there is one. */
  public static Optional<DeliveryStatus> of(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }

  /** Returns the status of this number in the database. */
  public static DeliveryStatus of(int number) {
    return values()[number];
  }

  /** Returns the status as it is written on the wire. */
  public String text() {
    return text;
  }

  /** Returns the number that stands for it in the database. */
  public int number() {
    return number;
  }
}
