package webhooks.domain.delivery;

import java.util.Arrays;

/** Why an attempt failed. */
public enum AttemptError {
  /** The host's name does not resolve. */
  DNS("dns"),
  /** The host resolves to an address that must not be called. */
  FORBIDDEN_ADDRESS("forbiddenAddress"),
  /** No connection could be made, or it broke. */
  CONNECT("connect"),
  /** The TLS handshake failed, or the certificate is not trusted. */
  TLS("tls"),
  /** No status and headers within the time-out. */
  TIMEOUT("timeout"),
  /** The answer was not HTTP, or its headers had no end. */
  PROTOCOL("protocol"),
  /** The answer had a status other than 2xx. */
  STATUS("status");

  private final String text;

  AttemptError(String text) {
    this.text = text;
  }

  /** Returns the error of this name. */
  public static AttemptError of(String text) {
    return Arrays.stream(values())
        .filter(error -> error.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No attempt error is called " + text));
  }

  /** Returns the error as it is written on the wire and in the database. */
  public String text() {
    return text;
  }
}
