package webhooks.domain.delivery.history.state;

/** Whether a webhook works, in one word. */
public enum HealthStatus {
  /** It is active, and its latest attempt succeeded, or there was none. */
  OK("ok"),
  /** Its latest attempt failed. */
  FAILING("failing"),
  /** Its deliveries wait for the end of a pause. */
  PAUSED("paused"),
  /** It gets no events. */
  INACTIVE("inactive"),
  /** An administrator of the product has blocked it, or holds the deliveries of its account. */
  BLOCKED("blocked");

  private final String text;

  HealthStatus(String text) {
    this.text = text;
  }

  /** Returns the name of the status in the API. */
  public String text() {
    return text;
  }

  /** Returns the name of the status in lists of webhooks: there a webhook that works is active. */
  public String state() {
    return this == OK ? "active" : text;
  }
}
