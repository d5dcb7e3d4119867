package webhooks.domain.error;

/** The codes in the details of an error response, mostly of status 422. */
public enum FaultCode {
  /** A required property is absent or null. */
  MISSING_REQUIRED_PROPERTY("MissingRequiredProperty"),
  /** A property has a value that a rule forbids. */
  INVALID_VALUE("InvalidValue"),
  /** A property or query parameter does not exist, or can't be written. */
  INVALID_PROPERTY("InvalidProperty"),
  /** A property, or the whole body, has the wrong JSON type. */
  INVALID_REQUEST_BODY("InvalidRequestBody"),
  /** There is no body. */
  MISSING_REQUEST_BODY("MissingRequestBody"),
  /**
   * An administrator of the product has blocked the webhook, its client or its account; status 403.
   */
  BLOCKED("Blocked"),
  /** The caller has no role of {@code webhooks.token.operator-roles}, but needs one; status 403. */
  MISSING_ROLE("MissingRole"),
  /** The owner has not proven that they control the receiver, but the operator requires it. */
  NOT_VERIFIED("NotVerified"),
  /** The caller has as many webhooks as it may have. */
  LIMIT_EXCEEDED("LimitExceeded"),
  /** The payload of the delivery or event is erased, so nobody can send or preview it. */
  PAYLOAD_ERASED("PayloadErased"),
  /** No operation has the requested path and API version; status 404. */
  OPERATION_NOT_FOUND("OperationNotFound");

  private final String text;

  FaultCode(String text) {
    this.text = text;
  }

  /** Returns the name of the code in the API. */
  public String text() {
    return text;
  }
}
