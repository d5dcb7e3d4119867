package webhooks.it.delivery.trace;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.AttemptLines;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.OtlpReceiver;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.server.Product;

/**
 * One event with the trace of a JMS producer, at a product that logs all attempts in JSON and
 * exports spans, and passes {@code tracestate} on.
 *
 * @param webhook the path of an active webhook that gets the events of the account
 * @param token a token of its owner
 * @param inbox the webhook's receiver
 */
public record TracedEvent(
    TestEnvironment environment, OtlpReceiver spans, String webhook, String token, Inbox inbox) {
  private static final String PRODUCER_SPAN = "b7ad6b7169203331";

  /** Follows the trace to the receiver's header, the spans, the log and the API. */
  public void assertTraced(String account, String apiKey) {
    String traceId = UUID.randomUUID().toString().replace("-", "");
    Event event = Event.ofAccount(account);
    String parent = "00-" + traceId + "-" + PRODUCER_SPAN + "-01";

    environment.producer().publish(event, Map.of("traceparent", parent, "tracestate", "a=1"));

    Receipt request = inbox.awaitEvent(event.messageId());
    OtlpReceiver.Received attempt = attemptSpan(traceId, apiKey);
    assertThat(webhook).endsWith("/" + attempt.attributes().get("webhooks.webhook.id"));
    assertThat(attempt.attributes().get("webhooks.message.id")).isEqualTo("" + event.messageId());
    assertThat(request.header("traceparent"))
        .isEqualTo("00-" + traceId + "-" + attempt.id() + "-01");
    assertThat(request.header("tracestate")).isEqualTo("a=1");
    Product product = environment.product();
    JsonObject line = new AttemptLines(product).awaitJson(event.messageId());
    assertThat(line.getString("traceId")).isEqualTo(traceId);
    assertThat(delivery(event).getString("traceId")).isEqualTo(traceId);
    assertThat(product.log()).doesNotContain(apiKey);
  }

  /** The acceptance follows the producer's span, and the attempt follows the acceptance. */
  private OtlpReceiver.Received attemptSpan(String traceId, String apiKey) {
    List<OtlpReceiver.Received> all = spans.await(traceId, 2);
    assertThat(all).extracting(one -> one.name()).containsExactly("accept", "attempt");
    assertThat(all).allMatch(one -> one.service().equals("webhooks"));
    assertThat(all).allMatch(one -> apiKey.equals(one.key()));
    assertThat(all).allMatch(one -> one.state().equals("a=1"));
    assertThat(all.get(0).parentId()).isEqualTo(PRODUCER_SPAN);
    assertThat(all.get(1).parentId()).isEqualTo(all.get(0).id());
    return all.get(1);
  }

  private JsonObject delivery(Event event) {
    return environment
        .api()
        .get(webhook + "/deliveries")
        .as(token)
        .send()
        .is(200)
        .json()
        .getJsonArray("deliveries")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(one -> one.getString("messageId").equals("" + event.messageId()))
        .findFirst()
        .orElseThrow();
  }
}
