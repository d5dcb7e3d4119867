package webhooks.domain.delivery;

/** Where a delivery stands. */
public enum DeliveryStatus {
  /** To be sent, or to be sent again. */
  PENDING(0),
  /** The receiver took it. */
  SUCCEEDED(1),
  /** Every attempt failed. */
  EXHAUSTED(2),
  /** Its webhook was deactivated before it was sent. */
  CANCELLED(3);

  private final int number;

  DeliveryStatus(int number) {
    this.number = number;
  }

  /** Returns the number that stands for it in the database. */
  int number() {
    return number;
  }
}
