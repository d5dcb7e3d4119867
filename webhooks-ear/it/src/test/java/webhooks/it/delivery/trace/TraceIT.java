package webhooks.it.delivery.trace;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.AttemptLines;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnMicro;

/** The trace of an event with the default settings, which export no spans. */
class TraceIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "traceparent";
  private static final String STATE = "tracestate";
  private static final String PARENT = "b7ad6b7169203331";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Event event = Event.ofAccount(application.account());

  /** A trace id of this test alone. */
  private final String traceId = UUID.randomUUID().toString().replace("-", "");

  private String parent() {
    return "00-" + traceId + "-" + PARENT + "-01";
  }

  @Test
  void eachAttemptContinuesTheProducersTrace() {
    inbox.respondWith(503, 204);
    DeliveryHistory history = history();

    environment.producer().publish(event, Map.of(TRACE, parent(), STATE, "rojo=1,congo=t61r"));

    List<Receipt> requests = inbox.awaitEvent(event.messageId(), 2, LIMIT);
    assertThat(requests).noneMatch(one -> one.hasHeader(STATE));
    assertThat(requests.stream().map(one -> one.header(TRACE)).distinct())
        .hasSize(2)
        .allMatch(one -> one.matches("00-" + traceId + "-[0-9a-f]{16}-01"))
        .noneMatch(one -> one.contains(PARENT));
    assertThat(new AttemptLines(environment.product()).await(event.messageId()))
        .contains(" traceId=" + traceId + " ");
    JsonObject delivery = history.awaitStatus(event, "succeeded");
    assertThat(delivery.getString("traceId")).isEqualTo(traceId);

    history.redeliver(delivery.getString("id")).is(202);
    Receipt again = inbox.awaitEvent(event.messageId(), 3, LIMIT).get(2);
    assertThat(again.header(TRACE)).startsWith("00-" + traceId + "-").endsWith("-01");
  }

  @Test
  void continuesTheTraceOfAnHttpRequest() {
    application.register(inbox);

    post().header(TRACE, parent()).header(STATE, "a=1").send().is(202);

    Receipt request = inbox.awaitEvent(event.messageId());
    assertThat(request.header(TRACE)).startsWith("00-" + traceId + "-").endsWith("-01");
    assertThat(request.hasHeader(STATE)).isFalse();
  }

  @Test
  void eventWithoutATraceHasOneOfItsOwn() {
    DeliveryHistory history = history();
    String own = event.messageId().toString().replace("-", "");

    environment.producer().publish(event, Map.of(STATE, "a=1"));

    Receipt request = inbox.awaitEvent(event.messageId());
    assertThat(request.header(TRACE)).matches("00-" + own + "-[0-9a-f]{16}-00");
    assertThat(request.hasHeader(STATE)).isFalse();
    assertThat(history.awaitStatus(event, "succeeded").getString("traceId")).isEqualTo(own);
  }

  @Test
  void invalidTraceRefusesNoEvent() {
    application.register(inbox);

    post().header(TRACE, parent().replace("00-", "ff-")).header(STATE, "=").send().is(202);

    assertThat(inbox.awaitEvent(event.messageId()).header(TRACE)).doesNotContain(traceId);
  }

  /** Without an endpoint not even the classes are in memory. */
  @Test
  @OnMicro
  void exportCostsNothingByDefault() throws Exception {
    assertThat(loaded("webhooks.delivery.send.Sender")).contains("webhooks.delivery.send.Sender");
    assertThat(loaded("webhooks.delivery.trace.SpanExporter"))
        .doesNotContain("webhooks.delivery.trace");
  }

  /** Asks the product's JVM for a class that it has loaded. */
  private String loaded(String type) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(environment.product().pid()),
                "VM.class_hierarchy",
                type)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // The command is repeated if the JVM refuses it.
    assertThat(output).doesNotContain("Exception");
    return output;
  }

  private DeliveryHistory history() {
    return new DeliveryHistory(environment, application, application.register(inbox), inbox);
  }

  private Api.Request post() {
    return environment
        .api()
        .post("/events")
        .as(environment.tokens().publisher())
        .json(event.json());
  }
}
