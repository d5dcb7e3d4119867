package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.webhook.WebhookJson;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.chart.AttemptStatistics;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.chart.DeliveryTimeline;
import webhooks.domain.delivery.history.chart.WebhookFigures;
import webhooks.domain.delivery.history.overview.ListedFigures;
import webhooks.domain.delivery.history.state.WebhookHealth;

/** Writes statistics, counts and the figures of charts as JSON. */
final class StatisticsJson {
  private static final String LATENCY = "latencyMs";

  private StatisticsJson() {}

  static JsonObject write(DeliveryStatistics statistics) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("window", statistics.window().text())
            .add("deliveries", addCounts(JSON.createObjectBuilder(), statistics.deliveries()))
            .add("complete", statistics.complete());
    statistics.latency().ifPresent(latency -> json.add(LATENCY, write(latency)));
    statistics
        .oldestPending()
        .ifPresent(time -> json.add("oldestPending", JsonResponse.time(time)));
    json.add("consecutiveFailures", statistics.consecutiveFailures());
    statistics.failingSince().ifPresent(time -> json.add("failingSince", JsonResponse.time(time)));
    json.add("filtered", statistics.filtered());
    statistics.deactivationReason().ifPresent(reason -> json.add("deactivationReason", reason));
    statistics
        .undelivered()
        .ifPresent(
            undelivered ->
                json.add(
                    "undelivered",
                    JSON.createObjectBuilder()
                        .add("count", undelivered.count())
                        .add("since", JsonResponse.time(undelivered.since()))));
    statistics
        .recovery()
        .ifPresent(recovery -> json.add("recovery", DeliveryJson.progress(recovery)));
    statistics.drainsAt().ifPresent(time -> json.add("drainsAt", JsonResponse.time(time)));
    return json.build();
  }

  static JsonObjectBuilder write(DeliveryCount count) {
    return JSON.createObjectBuilder().add("count", count.count()).add("complete", count.complete());
  }

  static JsonObject write(DeliveryTimeline timeline) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("window", timeline.window().text())
            .add("bucket", timeline.window().bucket().toString())
            .add("pending", write(timeline.pending()));
    timeline.countedSince().ifPresent(time -> json.add("countedSince", JsonResponse.time(time)));
    return json.add("buckets", write(timeline.buckets())).build();
  }

  private static JsonArrayBuilder write(List<DeliveryTimeline.Bucket> buckets) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    buckets.forEach(
        bucket ->
            array.add(
                addCounts(
                    JSON.createObjectBuilder().add("start", JsonResponse.time(bucket.start())),
                    bucket.deliveries())));
    return array;
  }

  /** Writes a webhook of a list with its figures. */
  static JsonObjectBuilder write(ListedFigures listed) {
    WebhookHealth health = listed.health();
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("webhook", WebhookJson.write(listed.webhook()))
            .add("state", health.status().state());
    health.since().ifPresent(time -> json.add("since", JsonResponse.time(time)));
    health.until().ifPresent(time -> json.add("until", JsonResponse.time(time)));
    health.reason().ifPresent(reason -> json.add("reason", reason));
    listed.deactivationReason().ifPresent(reason -> json.add("deactivationReason", reason));
    listed.description().ifPresent(text -> json.add("description", text));
    if (listed.figures().isEmpty()) {
      return json.add("restricted", true);
    }
    json.add("consecutiveFailures", health.state().failureStreak());
    health
        .state()
        .failingSince()
        .ifPresent(time -> json.add("failingSince", JsonResponse.time(time)));
    health
        .state()
        .lastFailure()
        .ifPresent(failure -> json.add("lastError", ExplanationJson.write(failure)));
    return add(json, listed.figures().get());
  }

  private static JsonObjectBuilder add(JsonObjectBuilder json, WebhookFigures figures) {
    json.add("deliveries", addCounts(JSON.createObjectBuilder(), figures.deliveries()))
        .add("complete", figures.countedSince().isEmpty());
    figures.countedSince().ifPresent(time -> json.add("countedSince", JsonResponse.time(time)));
    figures.latency().ifPresent(latency -> json.add(LATENCY, write(latency)));
    json.add("pending", write(figures.pending()));
    figures.oldestPending().ifPresent(time -> json.add("oldestPending", JsonResponse.time(time)));
    return json.add("filtered", figures.filtered()).add("buckets", write(figures.buckets()));
  }

  static JsonObject write(AttemptStatistics statistics) {
    JsonArrayBuilder buckets = JSON.createArrayBuilder();
    statistics.buckets().forEach(bucket -> buckets.add(write(bucket)));
    JsonArrayBuilder answers = JSON.createArrayBuilder();
    statistics.answers().forEach(answer -> answers.add(write(answer)));
    JsonArrayBuilder types = JSON.createArrayBuilder();
    statistics
        .eventTypes()
        .forEach(
            type ->
                types.add(
                    addCounts(
                        JSON.createObjectBuilder().add("eventType", type.eventType()),
                        type.deliveries())));
    return JSON.createObjectBuilder()
        .add("window", statistics.window().text())
        .add("bucket", statistics.window().bucket().toString())
        .add("sampled", statistics.sampled())
        .add("sampledPerBucket", statistics.sampledPerBucket())
        .add("buckets", buckets)
        .add("answers", answers)
        .add("eventTypes", types)
        .build();
  }

  private static JsonObjectBuilder write(AttemptStatistics.Bucket bucket) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("start", JsonResponse.time(bucket.start()))
            .add("attempts", bucket.attempts())
            .add("failed", bucket.failed());
    bucket.latency().ifPresent(latency -> json.add(LATENCY, write(latency)));
    return json;
  }

  private static JsonObjectBuilder write(AttemptStatistics.Answer answer) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("attempts", answer.attempts());
    answer.statusCode().ifPresent(code -> json.add("statusCode", code));
    answer.error().ifPresent(error -> json.add("error", error.text()));
    return json;
  }

  private static JsonObjectBuilder write(DeliveryStatistics.Latency latency) {
    return JSON.createObjectBuilder()
        .add("p50", latency.median().toMillis())
        .add("p95", latency.percentile95().toMillis());
  }

  private static JsonObjectBuilder addCounts(
      JsonObjectBuilder json, Map<DeliveryStatus, Long> counts) {
    counts.forEach((status, count) -> json.add(status.text(), count));
    return json;
  }
}
