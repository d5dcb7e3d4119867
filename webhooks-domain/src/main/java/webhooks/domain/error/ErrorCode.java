package webhooks.domain.error;

/**
 * The codes a refused request can carry, as named by the API's contract.
 *
 * <p>The domain knows no HTTP: the API turns each code into a status in one exhaustive switch.
 */
public enum ErrorCode {
  /** No {@code Authorization} header. */
  HEADER_NOT_FOUND("HeaderNotFound"),
  /** An authorization scheme other than bearer. */
  INVALID_AUTHORIZATION_SCHEME("InvalidAuthorizationScheme"),
  /** A token that is not valid, or lacks the scope that the operation needs. */
  UNAUTHORIZED("Unauthorized"),
  /** The caller may not do this. */
  INSUFFICIENT_PERMISSIONS("InsufficientPermissions"),
  /** No such webhook, or none that the caller may see. */
  WEBHOOK_NOT_FOUND("WebhookNotFound"),
  /** No such delivery of the webhook. */
  DELIVERY_NOT_FOUND("DeliveryNotFound"),
  /** No such iTwin, or no such grant on it, in the directory kept here. */
  ITWIN_NOT_FOUND("ITwinNotFound"),
  /** An unknown path, or a version of the API that is not served. */
  RESOURCE_NOT_FOUND("ResourceNotFound"),
  /** A known path that does not take this method. */
  METHOD_NOT_ALLOWED("MethodNotAllowed"),
  /** A request body over the limit of its path. */
  REQUEST_TOO_LARGE("RequestTooLarge"),
  /** A request body that is not JSON by its content type. */
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType"),
  /** A create request that breaks a rule. */
  INVALID_CREATE_WEBHOOK_REQUEST("InvalidCreateWebhookRequest"),
  /** An update request that breaks a rule. */
  INVALID_UPDATE_WEBHOOK_REQUEST("InvalidUpdateWebhookRequest"),
  /** A request to publish events that breaks a rule. */
  INVALID_EVENTS_REQUEST("InvalidEventsRequest"),
  /** Any other request that breaks a rule. */
  INVALID_REQUEST("InvalidRequest"),
  /** More requests of a client than are allowed in a minute. */
  RATE_LIMIT_EXCEEDED("RateLimitExceeded"),
  /** A fault of this product; its message carries an id that the log has too. */
  INTERNAL_SERVER_ERROR("InternalServerError"),
  /** The database, the broker or the access control does not answer at the moment. */
  SERVICE_UNAVAILABLE("ServiceUnavailable");

  private final String text;

  ErrorCode(String text) {
    this.text = text;
  }

  /** Returns the code as it is written on the wire. */
  public String text() {
    return text;
  }
}
