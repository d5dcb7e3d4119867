package webhooks.domain.error;

/**
 * The error codes of refused requests, as the API's contract names them.
 *
 * <p>The domain knows no HTTP: the API maps each code to a status in one exhaustive switch.
 */
public enum ErrorCode {
  /** The request has no {@code Authorization} header. */
  HEADER_NOT_FOUND("HeaderNotFound"),
  /** The authorization scheme is not bearer. */
  INVALID_AUTHORIZATION_SCHEME("InvalidAuthorizationScheme"),
  /** The token is not valid, or lacks the scope that the operation needs. */
  UNAUTHORIZED("Unauthorized"),
  /** The caller may not do this. */
  INSUFFICIENT_PERMISSIONS("InsufficientPermissions"),
  /** There is no such webhook, or the caller may not see it. */
  WEBHOOK_NOT_FOUND("WebhookNotFound"),
  /** The webhook has no such delivery. */
  DELIVERY_NOT_FOUND("DeliveryNotFound"),
  /** The account has no such event. */
  EVENT_NOT_FOUND("EventNotFound"),
  /** There is no such erasure, or its record is purged. */
  ERASURE_NOT_FOUND("ErasureNotFound"),
  /** There is no such session of the portal, it has ended, or its code was used. */
  PORTAL_SESSION_NOT_FOUND("PortalSessionNotFound"),
  /** The account has no such alert, or the caller may not see it. */
  ALERT_NOT_FOUND("AlertNotFound"),
  /** The local directory has no such iTwin, or no such grant on it. */
  ITWIN_NOT_FOUND("ITwinNotFound"),
  /** The path is unknown, or the version of the API is not supported. */
  RESOURCE_NOT_FOUND("ResourceNotFound"),
  /** The path does not support the method. */
  METHOD_NOT_ALLOWED("MethodNotAllowed"),
  /** The request body does not arrive in time. */
  REQUEST_TIMEOUT("RequestTimeout"),
  /** The request body is larger than the limit of its path. */
  REQUEST_TOO_LARGE("RequestTooLarge"),
  /** The content type of the request body is not JSON. */
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType"),
  /** A request to create a webhook breaks a rule. */
  INVALID_CREATE_WEBHOOK_REQUEST("InvalidCreateWebhookRequest"),
  /** A request to update a webhook breaks a rule. */
  INVALID_UPDATE_WEBHOOK_REQUEST("InvalidUpdateWebhookRequest"),
  /** A request to publish events breaks a rule. */
  INVALID_EVENTS_REQUEST("InvalidEventsRequest"),
  /** Another request breaks a rule. */
  INVALID_REQUEST("InvalidRequest"),
  /** The application, or the user, made more requests than are allowed in a minute. */
  RATE_LIMIT_EXCEEDED("RateLimitExceeded"),
  /** The product failed; the message holds an id that is also in the log. */
  INTERNAL_SERVER_ERROR("InternalServerError"),
  /**
   * The database, the broker or another server does not answer at the moment, too many requests
   * wait, or the node is starting or stopping.
   */
  SERVICE_UNAVAILABLE("ServiceUnavailable");

  private final String text;

  ErrorCode(String text) {
    this.text = text;
  }

  /** Returns the name of the code in the API. */
  public String text() {
    return text;
  }
}
