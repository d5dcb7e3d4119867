package webhooks.domain.webhook.proof;

import java.util.Optional;
import java.util.stream.Stream;

/** How a receiver proves that it wants the requests of a webhook. */
public enum ProofMethod {
  /** It consents in its response to {@code OPTIONS} (CloudEvents, HTTP webhooks, section 4). */
  OPTIONS("options"),
  /** It repeats the nonce of a signed event. */
  CHALLENGE("challenge");

  private final String text;

  ProofMethod(String text) {
    this.text = text;
  }

  /** Returns the method of a name, if there is one. */
  static Optional<ProofMethod> of(String text) {
    return Stream.of(values()).filter(method -> method.text.equals(text)).findFirst();
  }

  /** Returns the name in the API and in the database. */
  public String text() {
    return text;
  }
}
