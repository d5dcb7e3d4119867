package webhooks.domain.option.authentication;

import java.util.Optional;
import java.util.stream.Stream;

/** How a client sends its id and secret to a token issuer (RFC 6749, section 2.3.1). */
public enum ClientAuthentication {
  /** In the header {@code Authorization}. */
  BASIC("basic"),
  /** In the body. */
  POST("post");

  private final String text;

  ClientAuthentication(String text) {
    this.text = text;
  }

  /** Returns the kind of a name, if there is one. */
  static Optional<ClientAuthentication> of(String text) {
    return Stream.of(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /** Returns the name in the API. */
  String text() {
    return text;
  }
}
