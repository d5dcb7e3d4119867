package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliveryStatistics;
import webhooks.domain.delivery.history.chart.AttemptStatistics;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.history.chart.DeliveryTimeline;

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
    JsonArrayBuilder buckets = JSON.createArrayBuilder();
    timeline
        .buckets()
        .forEach(
            bucket ->
                buckets.add(
                    addCounts(
                        JSON.createObjectBuilder().add("start", JsonResponse.time(bucket.start())),
                        bucket.deliveries())));
    return json.add("buckets", buckets).build();
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
