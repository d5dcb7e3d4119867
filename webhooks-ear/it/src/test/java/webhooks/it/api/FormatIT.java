package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** The formats in which a receiver gets events. Apostrophes stand for quotes. */
class FormatIT {
  private static final String CONTENT = "{\"n\": 1.50, \"name\":\"Br\\u00fccke \\\"5\\\"\"}";
  private static final String TEMPLATE =
      "{'mode':'template','template':{'text':'${$.content.name}: ${$.content.n}',"
          + "'all':['${$.content}'],'state':'${$.content.state ?? 'new'}'}}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  private void setFormat(Registered webhook, String format) {
    String json = format.replace("?? 'new'", "?? \\'new\\'").replace('\'', '"');
    application.setOptions(webhook, "{\"format\":" + json + "}");
  }

  private Registered registered(String format) {
    Registered webhook = application.register(inbox);
    setFormat(webhook, format);
    return webhook;
  }

  private Event publish() {
    Event event = Event.ofAccount(application.account()).holding(CONTENT);
    environment.producer().publish(event);
    return event;
  }

  private static JsonObject json(Receipt receipt) {
    return Json.createReader(new StringReader(receipt.text())).readObject();
  }

  @Test
  void receiverGetsStructuredCloudEvents() {
    Registered webhook = registered("{'mode':'cloudevents-structured'}");
    Event event = publish();

    Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());

    assertThat(receipt.header("Content-Type"))
        .isEqualTo("application/cloudevents+json; charset=utf-8");
    JsonObject cloudEvent = json(receipt);
    assertThat(cloudEvent)
        .containsOnlyKeys(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            "datacontenttype",
            "webhookid",
            "traceparent",
            "data");
    assertThat(cloudEvent.getString("id")).isEqualTo(event.messageId().toString());
    assertThat(cloudEvent.getString("source")).endsWith("/itwins/" + application.account());
    assertThat(cloudEvent.getString("webhookid")).isEqualTo(webhook.id());
    assertThat(receipt.text()).endsWith(",\"data\":" + CONTENT + "}");
  }

  @Test
  void receiverGetsBinaryCloudEvents() {
    Registered webhook = registered("{'mode':'cloudevents-binary'}");
    Event event = publish();

    Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());

    assertThat(receipt.header("Content-Type")).isEqualTo("application/json");
    assertThat(receipt.header("ce-specversion")).isEqualTo("1.0");
    assertThat(receipt.header("ce-id")).isEqualTo(event.messageId().toString());
    assertThat(receipt.header("ce-type")).isEqualTo(Event.CREATED);
    assertThat(receipt.header("ce-source")).endsWith("/itwins/" + application.account());
    assertThat(receipt.header("ce-webhookid")).isEqualTo(webhook.id());
    assertThat(receipt.header("ce-traceparent"))
        .startsWith(receipt.header("traceparent").substring(0, 35));
    assertThat(receipt.text()).isEqualTo(CONTENT);
  }

  @Test
  void receiverGetsTheTemplatesJson() {
    Registered webhook = registered(TEMPLATE);
    Event event = publish();

    Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());

    assertThat(receipt.header("Content-Type")).isEqualTo("application/json");
    assertThat(receipt.text())
        .isEqualTo(
            "{\"text\":\"Br\\u00fccke \\\"5\\\": 1.50\",\"all\":["
                + CONTENT
                + "],\"state\":\"new\"}");
  }

  @Test
  void testEventHasTheFormat() {
    Registered webhook = registered("{'mode':'cloudevents-structured'}");

    Answer answer =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/test")
            .as(application.token())
            .send()
            .is(200);

    assertThat(json(inbox.receipts().get(0).assertSignedWith(webhook.secret())))
        .containsEntry("type", Json.createValue("webhooks.test.v1"));
    assertThat(answer.body()).contains("application/cloudevents+json; charset=utf-8");
  }

  /** A further attempt would fail too. A redelivery has the format of its time. */
  @Test
  void missingValueEndsTheDelivery() {
    Registered webhook =
        registered("{'mode':'template','template':{'text':'${$.content.missing}'}}");
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    Event event = publish();

    JsonObject delivery = history.awaitStatus(event, "exhausted");

    assertThat(delivery.getInt("attemptCount")).isEqualTo(1);
    String id = delivery.getString("id");
    assertThat(history.get(id).is(200).body())
        .contains("\"error\":\"protocol\"", "\"cause\":\"missing value\"");
    assertThat(inbox.receipts()).isEmpty();

    setFormat(webhook, "{'mode':'template','template':{'text':'${$.content.n}'}}");
    history.redeliver(id).is(202);

    assertThat(inbox.awaitEvent(event.messageId()).text()).isEqualTo("{\"text\":1.50}");
  }

  @Test
  void retriesSendTheSameBytes() {
    registered(TEMPLATE);
    inbox.respondWith(500, 204);
    Event event = publish();

    await().until(() -> inbox.receipts(event.messageId()).size() == 2);

    List<Receipt> receipts = inbox.receipts(event.messageId());
    assertThat(receipts.get(1).body()).isEqualTo(receipts.get(0).body());
  }

  @Test
  void refusesInvalidTemplateWithItsPath() {
    Registered webhook = application.register(inbox);

    application
        .patchOptions(
            webhook, "{'format':{'mode':'template','template':{'blocks':[{'text':'${$.*}'}]}}}")
        .isError(422, "InvalidRequest", "InvalidValue format.template.blocks[0].text");
    application
        .patchOptions(webhook, "{'format':{'mode':'cloudevents-batch'}}")
        .isError(422, "InvalidRequest", "InvalidValue format.mode");
  }
}
