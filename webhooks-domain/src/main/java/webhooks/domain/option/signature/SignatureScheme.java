package webhooks.domain.option.signature;

import java.util.Optional;
import java.util.stream.Stream;

/** A signature that the header {@code webhook-signature} of Standard Webhooks can have. */
public enum SignatureScheme {
  /** HMAC-SHA256 with the webhook's secret. */
  V1("v1"),
  /** Ed25519 with the webhook's signing key. */
  V1A("v1a");

  private final String text;

  SignatureScheme(String text) {
    this.text = text;
  }

  /** Returns the scheme of a name, if there is one. */
  static Optional<SignatureScheme> of(String text) {
    return Stream.of(values()).filter(scheme -> scheme.text.equals(text)).findFirst();
  }

  /** Returns the name in the API and in the header. */
  public String text() {
    return text;
  }
}
