package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;

/** Publishers send CloudEvents that the SDK of CloudEvents makes, in every mode and protocol. */
class CloudEventsIT {
  private static final String TIME = "2026-10-02T14:55:00.463Z";
  private static final String CONTENT = "{\"z\":1.50,\"a\":\"東京\",\"big\":12345678901234567890}";
  private static final String TYPE = "application/json";
  private static final JsonFormat FORMAT = new JsonFormat();

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final RejectedEvents rejectedEvents = new RejectedEvents(environment);

  /** The modes of the bindings. */
  private enum Mode {
    REST_STRUCTURED,
    REST_BATCHED,
    REST_BINARY,
    JMS_STRUCTURED,
    JMS_BINARY,
    AMQP_STRUCTURED,
    AMQP_BINARY
  }

  private CloudEventBuilder event(UUID id, UUID iTwin) {
    return CloudEventBuilder.v1()
        .withId(id.toString())
        .withType(Event.CREATED)
        .withSource(URI.create("https://erp.example.com/itwins/" + iTwin))
        .withExtension("accountid", application.account())
        .withTime(OffsetDateTime.parse(TIME))
        .withData(TYPE, CONTENT.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, mode = EnumSource.Mode.MATCH_NONE, names = "AMQP.*")
  void receiverGetsTheBodyOfTheSameITwinEvent(Mode mode) {
    assertSameBody(mode);
  }

  /** WildFly's own broker does not speak AMQP. */
  @OnMicro
  @OnPayara
  @ParameterizedTest
  @EnumSource(value = Mode.class, mode = EnumSource.Mode.MATCH_ANY, names = "AMQP.*")
  void receiverGetsTheBodyOfTheSameITwinEventByAmqp(Mode mode) {
    assertSameBody(mode);
  }

  private void assertSameBody(Mode mode) {
    application.register(inbox);
    UUID iTwin = UUID.randomUUID();
    Event known =
        new Event(
            UUID.randomUUID(),
            Event.CREATED,
            iTwin.toString(),
            application.account(),
            TIME,
            CONTENT);
    environment.publish(known.json()).is(202);
    UUID id = UUID.randomUUID();

    publish(mode, event(id, iTwin).build());

    assertThat(inbox.awaitEvent(id).text())
        .isEqualTo(
            inbox
                .awaitEvent(known.messageId())
                .text()
                .replace(known.messageId().toString(), id.toString()));
  }

  private void publish(Mode mode, CloudEvent event) {
    String json = new String(FORMAT.serialize(event), UTF_8);
    switch (mode) {
      case REST_STRUCTURED, REST_BINARY -> post(mode == Mode.REST_BINARY, event).is(202);
      case REST_BATCHED -> postBatch("[" + json + "]").is(202);
      case JMS_STRUCTURED -> environment.producer().publishTexts(List.of(json));
      case JMS_BINARY ->
          environment.producer().publish(data(event), properties("cloudEvents_", event));
      case AMQP_STRUCTURED ->
          new AmqpProducer(environment.broker())
              .publishTyped("application/cloudevents+json; charset=utf-8", "{}", json);
      case AMQP_BINARY -> publishByAmqp(event, Map.of());
    }
  }

  private Answer postBatch(String json) {
    return environment
        .api()
        .post("/events")
        .as(environment.tokens().publisher())
        .body("application/cloudevents-batch+json", json)
        .send();
  }

  private Answer post(boolean binary, CloudEvent event) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byte[][] body = new byte[1][];
    var writer = HttpMessageFactory.createWriter(headers::put, bytes -> body[0] = bytes);
    if (binary) {
      writer.writeBinary(event);
    } else {
      writer.writeStructured(event, FORMAT);
    }
    Api.Request request =
        environment
            .api()
            .post("/events")
            .as(environment.tokens().publisher())
            .body(headers.remove("Content-Type"), new String(body[0], UTF_8));
    headers.remove("Content-Length");
    headers.forEach(request::header);
    return request.send();
  }

  private void publishByAmqp(CloudEvent event, Map<String, Integer> more) {
    JsonObjectBuilder properties = Json.createObjectBuilder();
    properties("cloudEvents:", event).forEach(properties::add);
    more.forEach(properties::add);
    new AmqpProducer(environment.broker())
        .publishTyped(event.getDataContentType(), properties.build().toString(), data(event));
  }

  /** Returns the properties of binary mode. */
  private static Map<String, String> properties(String prefix, CloudEvent event) {
    Map<String, String> properties = new TreeMap<>();
    Set<String> names = new TreeSet<>(event.getAttributeNames());
    names.addAll(event.getExtensionNames());
    names.remove("datacontenttype");
    for (String name : names) {
      Object value =
          event.getAttributeNames().contains(name)
              ? event.getAttribute(name)
              : event.getExtension(name);
      properties.put(prefix + name, String.valueOf(value));
    }
    return properties;
  }

  private static String data(CloudEvent event) {
    return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
  }

  @Test
  void traceOfTheEventContinues() {
    application.register(inbox);
    UUID id = UUID.randomUUID();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-";

    post(
            true,
            event(id, UUID.randomUUID())
                .withExtension("traceparent", trace + "b7ad6b7169203331-01")
                .build())
        .is(202);

    assertThat(inbox.awaitEvent(id).header("traceparent")).startsWith(trace);
  }

  @Test
  void faultsHaveTheNamesOfCloudEvents() {
    CloudEvent faulty =
        event(UUID.randomUUID(), UUID.randomUUID())
            .withId("order-7")
            .withExtension("sequence", "1")
            .build();
    String json = new String(FORMAT.serialize(faulty), UTF_8);

    postBatch("[" + json + "]")
        .isError(
            422, "InvalidEventsRequest", "InvalidValue [0].id", "InvalidProperty [0].sequence");
    post(true, faulty)
        .isError(422, "InvalidEventsRequest", "InvalidValue id", "InvalidProperty sequence");
    postBatch("[]").isError(422, "InvalidEventsRequest", "InvalidRequestBody");
  }

  @Test
  void otherOperationsTakeNoCloudEvents() {
    environment
        .api()
        .post("/webhooks")
        .as(application.token())
        .body("application/cloudevents+json", "{}")
        .send()
        .isError(415, "UnsupportedMediaType");
  }

  @OnMicro
  @OnPayara
  @Test
  void unknownExtensionIsRejectedByItsName() {
    String mark = UUID.randomUUID().toString();

    publishByAmqp(
        event(UUID.randomUUID(), UUID.randomUUID())
            .withExtension("sequence", "1")
            .withData(TYPE, "{\"mark\":\"%s\"}".formatted(mark).getBytes(UTF_8))
            .build(),
        Map.of());

    assertThat(rejectedEvents.awaitBody(mark).getString("reason"))
        .isEqualTo("The extension 'sequence' is not accepted.");
  }

  /** JMS, by which the message is copied, does not allow the names of AMQP's properties. */
  @OnMicro
  @OnPayara
  @Test
  void rejectedMessageIsReplayedInItsMode() {
    application.register(inbox);
    UUID id = UUID.randomUUID();
    UUID iTwin = UUID.randomUUID();
    String mark = UUID.randomUUID().toString();
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId(id.toString())
            .withType(Event.CREATED)
            .withSource(URI.create("/itwins/" + iTwin))
            .withData(TYPE, "{\"mark\":\"%s\"}".formatted(mark).getBytes(UTF_8))
            .build();
    publishByAmqp(event, Map.of("webhooksPostponed", 5));
    JsonObject rejected = rejectedEvents.awaitBody(mark);
    assertThat(rejected.getString("reason")).contains("not known");

    environment.assignAccount(iTwin, application.account());
    new Administration(environment)
        .post("/admin/invalid-events/replay", "{\"ids\":[" + rejected.get("id") + "]}")
        .is(202);

    assertThat(inbox.awaitEvent(id).text()).contains(mark, "\"iTwinId\":\"" + iTwin + "\"");
  }
}
