package webhooks.domain.event.direct;

/** Why a receiver that has answered has not proven what it was asked for. */
public enum ProofFailure {
  /** The response has no consent to this sender. */
  NO_CONSENT("no consent"),
  /** The response has a consent with a rate that is no positive number. */
  INVALID_RATE("invalid rate"),
  /** The response does not repeat the nonce. */
  NO_CHALLENGE("no challenge"),
  /** Somebody changed the URL while the request was under way. */
  URL_CHANGED("URL changed");

  private final String text;

  ProofFailure(String text) {
    this.text = text;
  }

  /** Returns the name in the API. */
  public String text() {
    return text;
  }
}
