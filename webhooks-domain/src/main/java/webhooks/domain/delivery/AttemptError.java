package webhooks.domain.delivery;

import java.util.Arrays;
import java.util.Optional;

/** The reason why an attempt failed. */
public enum AttemptError {
  /** The host's name could not be resolved. */
  DNS("dns"),
  /** The host resolves to an address that must not be called. */
  FORBIDDEN_ADDRESS("forbiddenAddress"),
  /** The connection could not be opened, or it broke. */
  CONNECT("connect"),
  /** The TLS handshake failed, or the certificate is not trusted. */
  TLS("tls"),
  /** The receiver sent no status and headers before the time-out. */
  TIMEOUT("timeout"),
  /**
   * The response was not valid HTTP, or its headers were too large; or the event could not get the
   * webhook's format, and nothing was sent.
   */
  PROTOCOL("protocol"),
  /** The response had a status other than 2xx. */
  STATUS("status"),
  /** The webhook's requests need a token, and no token could be had. Nothing was sent. */
  AUTHENTICATION("authentication");

  private final String text;

  AttemptError(String text) {
    this.text = text;
  }

  /** Returns the error with this name, if there is one. */
  public static Optional<AttemptError> named(String text) {
    return Arrays.stream(values()).filter(error -> error.text.equals(text)).findFirst();
  }

  /** Returns the error with this name, which the database has. */
  public static AttemptError of(String text) {
    return named(text)
        .orElseThrow(() -> new IllegalArgumentException("No attempt error is called " + text));
  }

  /** Returns the name of the error in the API and in the database. */
  public String text() {
    return text;
  }
}
