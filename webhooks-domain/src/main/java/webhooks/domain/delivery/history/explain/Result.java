package webhooks.domain.delivery.history.explain;

/** What has become of an event for a webhook. */
public enum Result {
  /** The receiver has accepted it. */
  DELIVERED("delivered"),
  /** Its delivery is still to be sent. */
  PENDING("pending"),
  /** All attempts have failed. */
  EXHAUSTED("exhausted"),
  /** The filters of the webhook refused it. */
  FILTERED("filtered"),
  /** The webhook was not subscribed to its type. */
  NOT_SUBSCRIBED("notSubscribed"),
  /** It is of another account or iTwin than the webhook. */
  OTHER_SCOPE("otherScope"),
  /** The webhook was inactive, or did not exist yet, or its deactivation cancelled the delivery. */
  INACTIVE("inactive"),
  /** Its delivery waits for the end of a pause. */
  PAUSED("paused"),
  /** A block had deactivated the webhook, or the deliveries of the account are held. */
  BLOCKED("blocked"),
  /** Its content was erased before it was delivered. */
  ERASED("erased"),
  /** No such event is stored, or the caller may not know of it. */
  NEVER_RECEIVED("neverReceived"),
  /** The stored webhook can't be decrypted, so nothing is sent to it. */
  UNREADABLE("unreadable");

  private final String text;

  Result(String text) {
    this.text = text;
  }

  /** Returns the name of the result in the API. */
  public String text() {
    return text;
  }
}
