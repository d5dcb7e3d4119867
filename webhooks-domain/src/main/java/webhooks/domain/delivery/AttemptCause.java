package webhooks.domain.delivery;

import java.util.Arrays;
import java.util.Optional;
import webhooks.domain.option.request.FormatException;

/** The cause of an {@link AttemptError}. */
public enum AttemptCause {
  /** No name server knows the host. */
  UNKNOWN_NAME("unknown name"),
  /** The name servers of this node did not answer. */
  NO_NAME_SERVER("no name server"),
  /** The receiver's machine refused the connection to the port. */
  REFUSED("refused"),
  /** No network leads to the address. */
  NO_ROUTE("no route"),
  /** The receiver, or a device before it, reset the connection. */
  RESET("reset"),
  /** The receiver closed the connection without a response. */
  CLOSED("closed"),
  /** The proxy opened no tunnel to the receiver. */
  REFUSED_BY_PROXY("refused by proxy"),
  /** The certificate, or one of its authority, has expired. */
  CERTIFICATE_EXPIRED("certificate expired"),
  /** The certificate is not valid yet. */
  CERTIFICATE_NOT_YET_VALID("certificate not yet valid"),
  /**
   * No authority that this node trusts has signed the certificate, or the receiver sent too many
   * certificates.
   */
  UNKNOWN_AUTHORITY("unknown authority"),
  /** The certificate is for other hosts. */
  WRONG_HOST("wrong host"),
  /** The certificate uses an algorithm or a key that is too weak. */
  WEAK_CERTIFICATE("weak certificate"),
  /** The receiver asks for a client certificate, and the webhook has none. */
  CLIENT_CERTIFICATE_REQUIRED("client certificate required"),
  /** The receiver did not ask for the certificate of the webhook. Nothing was sent. */
  CLIENT_CERTIFICATE_NOT_USED("client certificate not used"),
  /** The certificate of the webhook has ended. Nothing was sent. */
  CLIENT_CERTIFICATE_EXPIRED("client certificate expired"),
  /** The certificate of the webhook, or its key, can't be loaded. Nothing was sent. */
  CLIENT_CERTIFICATE_UNUSABLE("client certificate unusable"),
  /** The receiver ended the handshake with an alert. */
  HANDSHAKE_REFUSED("handshake refused"),
  /** The receiver's port does not speak TLS. */
  NO_TLS("no TLS"),
  /** The host's name was not looked up before the time-out. */
  NOT_RESOLVED("not resolved"),
  /** The connection was not open, or not secured, before the time-out. */
  NOT_CONNECTED("not connected"),
  /** The request was sent, and no complete response headers came before the time-out. */
  NO_RESPONSE("no response"),
  /** The response is not valid HTTP, or too many interim responses came before it. */
  NO_HTTP("no HTTP"),
  /** The headers of the response are too large or too many. */
  LARGE_HEADERS("large headers"),
  /** The receiver asked for no further attempt of the delivery. */
  ABORTED("aborted by receiver"),
  /** The event has no value that the webhook's template needs. Nothing was sent. */
  MISSING_VALUE("missing value"),
  /** The body that the webhook's template makes is too large. Nothing was sent. */
  LARGE_BODY("large body"),
  /**
   * The client's secret belongs to another issuer, or the token or the client certificate to
   * another receiver.
   */
  NOT_BOUND("not bound"),
  /** The token issuer is at an address that must not be called. */
  FORBIDDEN_ISSUER("forbidden issuer"),
  /** The token issuer answered with a status other than 2xx. */
  REFUSED_BY_ISSUER("refused by issuer"),
  /** The answer of the token issuer has no bearer token that can be used. */
  NO_TOKEN("no token"),
  /** This node was too busy to make the attempt or to read its response. */
  NODE_BUSY("node busy");

  private final String text;

  AttemptCause(String text) {
    this.text = text;
  }

  /** Returns the cause with this name; empty if this version does not know it. */
  public static Optional<AttemptCause> of(String text) {
    return Arrays.stream(values()).filter(cause -> cause.text.equals(text)).findFirst();
  }

  /**
   * Returns whether no attempt follows: each would fail for the same cause, or the receiver asked
   * for none.
   */
  public boolean isFinal() {
    return this == MISSING_VALUE || this == LARGE_BODY || this == ABORTED;
  }

  /** Returns the name of the cause in the API and in the database. */
  public String text() {
    return text;
  }

  /** Returns why an event can't have the format of the webhook. */
  public static AttemptCause of(FormatException.Reason reason) {
    return switch (reason) {
      case MISSING_VALUE -> MISSING_VALUE;
      case TOO_LARGE -> LARGE_BODY;
    };
  }
}
