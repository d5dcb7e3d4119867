package webhooks.api.error;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;

/**
 * An error response: {@code {"error":{"code","message","details"?}}}.
 *
 * @param status the HTTP status
 */
record ErrorResponse(int status, ErrorCode code, String message, List<Fault> details) {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final String RETRY_AFTER_SECONDS = "5";

  static ErrorResponse of(ErrorCode code, String message) {
    return of(code, message, List.of());
  }

  static ErrorResponse of(ErrorCode code, String message, List<Fault> details) {
    return new ErrorResponse(statusOf(code), code, message, details);
  }

  static ErrorResponse resourceNotFound() {
    return of(
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource is not available.",
        List.of(
            Fault.ofBody(
                FaultCode.OPERATION_NOT_FOUND,
                "No operation matches the path and the version that the request asks for.")));
  }

  /** Returns the response to an unexpected failure. The log has the exception under the same id. */
  static ErrorResponse internal(UUID id) {
    return of(
        ErrorCode.INTERNAL_SERVER_ERROR,
        "The request failed because of an internal error. Error id: " + id + ".");
  }

  static ErrorResponse unavailable() {
    return of(
        ErrorCode.SERVICE_UNAVAILABLE,
        "The service is unavailable for the moment. Try again later.");
  }

  /** Returns the response to a request that JAX-RS, a filter or the server refused by a status. */
  static ErrorResponse ofStatus(int status) {
    return switch (status) {
      case 404, 406 -> resourceNotFound();
      // Servers answer 501 to a method that HTTP/1.1 does not define.
      case 405, 501 ->
          of(ErrorCode.METHOD_NOT_ALLOWED, "The resource does not support the request's method.");
      case 408 -> of(ErrorCode.REQUEST_TIMEOUT, "The request did not arrive in time.");
      case 413 -> of(ErrorCode.REQUEST_TOO_LARGE, "The request body is larger than is allowed.");
      case 415 ->
          of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The request body must be of type application/json.");
      case 429 ->
          of(
              ErrorCode.RATE_LIMIT_EXCEEDED,
              "The client sent more requests than allowed by this API for the current tier of the"
                  + " client.");
      case 503 -> unavailable();
      default ->
          new ErrorResponse(
              status, ErrorCode.INVALID_REQUEST, "The request is not valid.", List.of());
    };
  }

  private static int statusOf(ErrorCode code) {
    return switch (code) {
      case HEADER_NOT_FOUND, INVALID_AUTHORIZATION_SCHEME, UNAUTHORIZED -> 401;
      case INSUFFICIENT_PERMISSIONS -> 403;
      case WEBHOOK_NOT_FOUND,
          PORTAL_SESSION_NOT_FOUND,
          DELIVERY_NOT_FOUND,
          EVENT_NOT_FOUND,
          ERASURE_NOT_FOUND,
          ALERT_NOT_FOUND,
          ITWIN_NOT_FOUND,
          RESOURCE_NOT_FOUND ->
          404;
      case METHOD_NOT_ALLOWED -> 405;
      case REQUEST_TIMEOUT -> 408;
      case REQUEST_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case INVALID_CREATE_WEBHOOK_REQUEST,
          INVALID_UPDATE_WEBHOOK_REQUEST,
          INVALID_EVENTS_REQUEST,
          INVALID_REQUEST ->
          422;
      case RATE_LIMIT_EXCEEDED -> 429;
      case INTERNAL_SERVER_ERROR -> 500;
      case SERVICE_UNAVAILABLE -> 503;
    };
  }

  /** Returns the headers that the status requires. */
  Map<String, String> headers() {
    return switch (status) {
      case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge());
      // Otherwise the server would read the rest of the body as the next request.
      case 408 -> Map.of("Connection", "close");
      case 503 -> Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      default -> Map.of();
    };
  }

  /** Returns the challenge of RFC 6750: no error code if the request had no token. */
  private String challenge() {
    return code == ErrorCode.UNAUTHORIZED ? "Bearer error=\"invalid_token\"" : "Bearer";
  }

  JsonObject json() {
    JsonObjectBuilder error =
        JSON.createObjectBuilder().add("code", code.text()).add("message", message);
    if (!details.isEmpty()) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      details.forEach(fault -> array.add(json(fault)));
      error.add("details", array);
    }
    return JSON.createObjectBuilder().add("error", error).build();
  }

  private static JsonObjectBuilder json(Fault fault) {
    JsonObjectBuilder detail =
        JSON.createObjectBuilder().add("code", fault.code().text()).add("message", fault.message());
    fault
        .target()
        .filter(name -> !name.isEmpty())
        .ifPresent(target -> detail.add("target", target));
    return detail;
  }

  Response response() {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(json().toString());
    headers().forEach(response::header);
    return response.build();
  }
}
