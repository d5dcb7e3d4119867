package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnPostgres;

/** Follows a webhook from its creation to a signed delivery and its recorded attempt. */
class WebhookLifecycleIT {
  private static final Duration PROMPTLY = Duration.ofSeconds(1);
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void createAnswersAnInactiveWebhook() {
    JsonObject request = Application.Body.ofAccount(inbox.url(), Event.DELETED, Event.CREATED);

    JsonObject created = application.post(request.toString()).is(202).json();

    assertThat(created.keySet())
        .containsExactlyInAnyOrder(
            "id", "scope", "scopeId", "secret", "active", "callbackUrl", "eventTypes");
    assertThat(created.getString("id")).isEqualTo(uuid(created.getString("id")).toString());
    assertThat(created.getString("secret")).matches("[0-9a-f]{64}");
    assertThat(created.getBoolean("active")).isFalse();
    assertThat(created.getString("scope")).isEqualTo("Account");
    assertThat(created.getString("scopeId")).isEqualTo(application.account());
    assertThat(created.getString("callbackUrl")).isEqualTo(inbox.url().toString());
    assertThat(created.getJsonArray("eventTypes")).isEqualTo(request.getJsonArray("eventTypes"));
  }

  @Test
  void getAndUpdateAnswerWebhookWithoutSecret() {
    Registered webhook = application.create(Application.Body.ofAccount(inbox.url()));

    JsonObject read = application.get(webhook).is(200).json();
    JsonObject updated = application.patch(webhook, "{\"active\":true}").is(200).json();

    assertThat(read.keySet())
        .containsExactlyInAnyOrder(
            "id", "scope", "scopeId", "active", "callbackUrl", "eventTypes", "created", "modified");
    assertThat(updated.keySet()).isEqualTo(read.keySet());
    assertThat(read.getString("created")).matches(TIME).isEqualTo(updated.getString("created"));
    assertThat(updated.getString("modified")).matches(TIME);
    assertThat(updated.getBoolean("active")).isTrue();
    assertThat(application.get(webhook).is(200).json()).isEqualTo(updated);
  }

  @Test
  void activeWebhookGetsItsEventSignedWithinASecond() {
    Registered webhook = application.register(inbox);
    warmUp();

    assertThat(Timing.within(PROMPTLY, () -> arrivesSignedAfter(webhook))).isLessThan(PROMPTLY);
  }

  private Duration arrivesSignedAfter(Registered webhook) {
    Event event = Event.ofAccount(application.account());
    Instant published = Instant.now();
    environment.producer().publish(event);
    Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());
    return Duration.between(published, receipt.arrived());
  }

  @OnPostgres
  @Test
  void recordsTheAttemptWithItsOutcome() {
    Registered webhook = application.register(inbox);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    Events.awaitOutcome(environment, webhook, event, "succeeded", "204");
  }

  @Test
  void sendsTheContentByteForByte() {
    Registered webhook = application.register(inbox);
    String content =
        """
        {"z":1.0E5,"a":0.10,"big":123456789012345678901234567890,"neg":-0.0,"e":1e-7,\
        "text":"Zürich — 東京 😀","escaped":"\\u0000\\n\\"\\/","nested":{"b":[1,2.50,null,true],"a":{}}}""";
    Event event =
        Event.ofAccount(application.account())
            .holding(content)
            .enqueued("2026-10-02T14:55:00.463Z");

    environment.producer().publish(event);
    Receipt receipt = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());

    assertThat(receipt.text())
        .isEqualTo(
            "{\"content\":%s,\"eventType\":\"%s\",\"enqueuedDateTime\":\"2026-10-02T14:55:00.463Z\","
                    .formatted(content, Event.CREATED)
                + "\"iTwinId\":\"%s\",\"messageId\":\"%s\",\"webhookId\":\"%s\"}"
                    .formatted(application.account(), event.messageId(), webhook.id()));
  }

  @Test
  void sendsTheDocumentedHeaders() {
    application.register(inbox);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);
    Receipt receipt = inbox.awaitEvent(event.messageId());

    assertThat(receipt.method()).isEqualTo("POST");
    assertThat(receipt.header("Content-Type")).isEqualTo("application/json");
    assertThat(receipt.header("Content-Length")).isEqualTo("" + receipt.body().length);
    assertThat(receipt.hasHeader("Transfer-Encoding")).isFalse();
    assertThat(receipt.header("User-Agent")).matches("Webhooks/\\S+");
    assertThat(receipt.header("Signature")).matches("sha256=[0-9a-f]{64}");
    assertThat(receipt.header("webhook-id")).isEqualTo(event.messageId().toString());
    assertThat(receipt.header("webhook-signature")).matches("v1,[A-Za-z0-9+/]{43}=");
    long sent = Long.parseLong(receipt.header("webhook-timestamp"));
    assertThat(Instant.ofEpochSecond(sent))
        .isBetween(receipt.arrived().minusSeconds(5), receipt.arrived());
  }

  @Test
  void addsMissingEnqueuedDateTime() {
    application.register(inbox);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    JsonObject body = json(inbox.awaitEvent(event.messageId()));
    assertThat(Instant.parse(body.getString("enqueuedDateTime")))
        .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
  }

  @Test
  void keepsTheQueryOfTheCallbackUrl() {
    String url = inbox.url() + "?code=a%20b%2Fc&x=1&x=2";
    application.activate(application.create(Application.Body.ofAccount(URI.create(url))));
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    assertThat(inbox.awaitEvent(event.messageId()).uri().getRawQuery())
        .isEqualTo("code=a%20b%2Fc&x=1&x=2");
  }

  @Test
  void nextEventUsesTheChangedSecretAndUrl() {
    Registered webhook = application.register(inbox);
    Inbox other = environment.receiver().inbox();
    String secret = Secrets.remember("Ein Geheimnis mit Umlauten: äöüß 東京 " + UUID.randomUUID());
    String update =
        Json.createObjectBuilder()
            .add("callbackUrl", other.url().toString())
            .add("secret", secret)
            .build()
            .toString();
    application.patch(webhook, update).is(200);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    other.awaitEvent(event.messageId()).assertSignedWith(secret);
    assertThat(inbox.receipts()).isEmpty();
  }

  /** Delivers one event, because the first delivery of a process loads classes. */
  private void warmUp() {
    Event first = Event.ofAccount(application.account());
    environment.producer().publish(first);
    inbox.awaitEvent(first.messageId());
  }

  private static JsonObject json(Receipt receipt) {
    return new Answer("", 0, null, new String(receipt.body(), StandardCharsets.UTF_8)).json();
  }

  private static UUID uuid(String text) {
    return UUID.fromString(text);
  }
}
