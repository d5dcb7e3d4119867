package webhooks.api.token;

import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Thrown when a token is invalid. Every invalid token gets the same answer; only the log of refused
 * calls says which check failed.
 */
public final class InvalidToken extends Refusal {
  /** The name of the property of the request that holds the failed check, for the log. */
  public static final String PROPERTY = "webhooks.failed-check";

  private static final long serialVersionUID = 1L;

  private final Check check;

  InvalidToken(Check check) {
    super(
        ErrorCode.UNAUTHORIZED,
        "Access denied due to invalid access_token. Make sure that issuer is correct, the token is"
            + " not expired and is not corrupted.");
    this.check = check;
  }

  /** Returns the check that failed. */
  public Check check() {
    return check;
  }

  /**
   * The checks of a token, in their order. The first one that fails refuses the token. Only a time
   * claim that is no valid number fails its check earlier, before that of the issuer.
   */
  public enum Check {
    /** The token has at most 16 KiB. */
    LENGTH("length"),
    /** The text has the form of a signed JWT, and its header and claims are JSON. */
    FORM("form"),
    /** The settings allow the algorithm. */
    ALGORITHM("algorithm"),
    /** The header names no parameter that a verifier must understand. */
    CRITICAL("critical"),
    /** The type in the header, if there is one, is JWT or that of an access token. */
    TYPE("type"),
    /** The issuer is the one of the settings. */
    ISSUER("issuer"),
    /** The token has an expiry time, and it is in the future, within the allowed skew. */
    EXPIRY("expiry"),
    /** The token is valid already, within the allowed skew. */
    NOT_BEFORE("not-before"),
    /** The audience is one of the settings. */
    AUDIENCE("audience"),
    /** The token is not older than the settings allow, within the skew. */
    AGE("age"),
    /** A claim names the client, with an id that the product allows. */
    CLIENT("client"),
    /** The issuer has a key that fits the key id and the algorithm in the header. */
    KEY("key"),
    /** A key of the issuer has signed the token. */
    SIGNATURE("signature"),
    /** The database has the session of a token of the portal, and it has not ended. */
    SESSION("session");

    private final String text;

    Check(String text) {
      this.text = text;
    }

    /** Returns the name of the check in the log. */
    public String text() {
      return text;
    }
  }
}
