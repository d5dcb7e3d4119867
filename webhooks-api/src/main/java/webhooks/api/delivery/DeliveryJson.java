package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.ResponseExcerpt;
import webhooks.domain.delivery.history.DeliveryDetail;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.recover.RecoverDeliveries;
import webhooks.domain.delivery.history.recover.RecoveryState;

/** Writes deliveries, attempts and recoveries as JSON, and reads requests to recover. */
public final class DeliveryJson {
  private DeliveryJson() {}

  /** Reads a request to recover deliveries. */
  public static RecoverDeliveries readRecover(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> since = json.text("since");
    Optional<String> until = json.text("until");
    Optional<List<String>> status = json.texts("status");
    Optional<String> eventType = json.text("eventType");
    Optional<String> error = json.text("error");
    Optional<String> statusCode = json.textOrNumber("statusCode");
    Optional<List<String>> messageIds = json.texts("messageIds");
    return new RecoverDeliveries(
        since, until, status, eventType, error, statusCode, messageIds, json.faults());
  }

  static JsonObject write(DeliverySummary delivery) {
    return builder(delivery).build();
  }

  /** Writes a delivery with its body, but without its attempts. */
  static JsonObject write(DeliveryDetail detail) {
    JsonObjectBuilder json = builder(detail.delivery());
    detail
        .body()
        .ifPresentOrElse(
            body -> json.add("body", new String(body, StandardCharsets.UTF_8)),
            () -> json.add("payloadErased", true));
    return json.build();
  }

  /** Returns the response with a delivery, whose attempts are written one by one. */
  static Response response(DeliveryDetail detail) {
    return JsonResponse.stream(
        write(detail), "attempts", detail.attempts().iterator(), DeliveryJson::write);
  }

  static JsonObject write(Attempt attempt) {
    return builder(attempt).build();
  }

  /** Writes the number of recovered deliveries, and whether more follow in the background. */
  public static JsonObject write(RecoveryProgress progress) {
    // The contract's response has the number only; an incomplete recovery adds a property.
    return (progress.complete() ? recovered(progress) : progress(progress)).build();
  }

  static JsonObjectBuilder progress(RecoveryProgress progress) {
    return recovered(progress).add("complete", progress.complete());
  }

  /** Writes how far the latest recovery of a webhook has come. */
  static JsonObject write(RecoveryState state) {
    JsonObjectBuilder json =
        recovered(state.progress()).add("running", !state.progress().complete());
    state.remaining().ifPresent(count -> json.add("remaining", StatisticsJson.write(count)));
    return json.build();
  }

  /** Writes how many deliveries were left out because their payloads are erased, if some were. */
  private static JsonObjectBuilder recovered(RecoveryProgress progress) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("recovered", progress.recovered());
    if (progress.erased() > 0) {
      json.add("payloadErased", progress.erased());
    }
    return json;
  }

  /** Writes the attempt to deliver a test event. */
  static JsonObject writeTested(Attempt attempt) {
    return JSON.createObjectBuilder()
        .add("succeeded", attempt.succeeded())
        .addAll(builder(attempt))
        .build();
  }

  private static JsonObjectBuilder write(HeaderExcerpt headers) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    headers.fields().forEach(json::add);
    return json;
  }

  static JsonObjectBuilder builder(DeliverySummary delivery) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", delivery.id().toString())
            .add("messageId", delivery.messageId().toString())
            .add("eventType", delivery.eventType())
            .add("iTwinId", delivery.iTwinId())
            .add("traceId", delivery.traceId())
            .add("status", delivery.status().text())
            .add("created", JsonResponse.time(delivery.created()))
            .add("attemptCount", delivery.attemptCount());
    delivery.nextAttempt().ifPresent(time -> json.add("nextAttempt", JsonResponse.time(time)));
    delivery.lastStatusCode().ifPresent(code -> json.add("lastStatusCode", code));
    delivery.lastError().ifPresent(error -> json.add("lastError", error.text()));
    return json;
  }

  private static JsonObjectBuilder builder(Attempt attempt) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("time", JsonResponse.time(attempt.started()))
            .add("durationMs", attempt.duration().toMillis());
    attempt.statusCode().ifPresent(code -> json.add("statusCode", code));
    attempt.error().ifPresent(error -> json.add("error", error.text()));
    attempt.cause().ifPresent(cause -> json.add("cause", cause.text()));
    if (attempt.excerpt().length > 0) {
      json.add("responseExcerpt", ResponseExcerpt.text(attempt.excerpt()));
    }
    attempt.headers().sent().ifPresent(headers -> json.add("requestHeaders", write(headers)));
    attempt.headers().received().ifPresent(headers -> json.add("responseHeaders", write(headers)));
    return json;
  }
}
