package webhooks.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Webhooks whose receivers prove that they want the requests, where the operator requires it. */
class VerificationIT {
  private static final Pattern NONCE = Pattern.compile("\"challenge\":\"([0-9a-f]{64})\"");
  private static final String NAME = "hooks.example.com";

  private static TestEnvironment environment;

  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.create(Body.ofAccount(inbox.url()));
  private final String path = "/webhooks/" + webhook.id();

  @BeforeAll
  static void start() {
    environment = TestEnvironment.named("verification");
    environment
        .product()
        .with("webhooks.verification", "required")
        .with("webhooks.public-url", "https://" + NAME + ":8443");
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
  }

  /** Answers as a receiver that knows challenges, and everything else with nothing. */
  private static byte[] repeatNonce(byte[] body) {
    Matcher nonce = NONCE.matcher(new String(body, UTF_8));
    return nonce.find() ? ("{" + nonce.group() + "}").getBytes(UTF_8) : new byte[0];
  }

  private Answer verify(String method) {
    return environment
        .api()
        .post(path + "/verify")
        .as(application.token())
        .json("{\"method\":\"" + method + "\"}")
        .send();
  }

  private JsonObject get(String below) {
    return environment.api().get(path + below).as(application.token()).send().is(200).json();
  }

  private Answer activate() {
    return application.patch(webhook, "{\"active\":true}");
  }

  private void respondToChallenges() {
    inbox.respondWith(200).respondWithBodyOf(VerificationIT::repeatNonce);
  }

  @Test
  void challengeLetsTheWebhookBeActivated() {
    activate().isError(422, "InvalidUpdateWebhookRequest", "NotVerified active");
    assertThat(get("/verify").toString()).isEqualTo("{\"verified\":false}");
    JsonObject before = get("");
    respondToChallenges();

    JsonObject outcome = verify("challenge").is(200).json();

    assertThat(outcome.getBoolean("verified")).isTrue();
    assertThat(outcome.getInt("statusCode")).isEqualTo(200);
    JsonObject proof = get("/verify");
    assertThat(proof.keySet()).containsExactly("verified", "at", "method");
    assertThat(proof.getString("at")).isEqualTo(outcome.getString("at"));
    assertThat(get("")).as("the v2 object").isEqualTo(before);
    Receipt challenge = inbox.receipts().get(0);
    challenge.assertSignedWith(webhook.secret());
    assertThat(challenge.text())
        .startsWith("{\"content\":{\"challenge\":\"")
        .contains("\"eventType\":\"webhooks.verification.v1\"");
    activate().is(200);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());
    assertThat(get("/audit").toString())
        .contains("verification.requested", "webhook.verified", "\"detail\":\"challenge\"");
  }

  @Test
  void receiverThatKnowsNothingOfChallengesIsNotVerified() {
    inbox.respondWith(200).respondWithBody("{\"challenge\":\"yes\"}".getBytes(UTF_8));

    JsonObject outcome = verify("challenge").is(200).json();

    assertThat(outcome.getBoolean("verified")).isFalse();
    assertThat(outcome.getString("error")).isEqualTo("verification");
    assertThat(outcome.getString("cause")).isEqualTo("no challenge");
    inbox.respondWith(503);
    assertThat(verify("challenge").is(200).json().getString("error")).isEqualTo("status");
    activate().isError(422, "InvalidUpdateWebhookRequest", "NotVerified active");
  }

  @Test
  void consentVerifiesAndThrottles() {
    inbox.respondWith(200);
    assertThat(verify("options").is(200).json().getString("cause")).isEqualTo("no consent");
    inbox.respondWithHeaders(Map.of("WebHook-Allowed-Origin", NAME, "WebHook-Allowed-Rate", "600"));

    JsonObject outcome = verify("options").is(200).json();

    assertThat(outcome.getBoolean("verified")).isTrue();
    assertThat(get("/options").getJsonObject("throttle").toString())
        .isEqualTo("{\"requestsPerSecond\":10}");
    assertThat(get("/options").keySet()).containsExactly("throttle", "modified");
    Receipt asked = inbox.receipts().get(1);
    assertThat(asked.method()).isEqualTo("OPTIONS");
    assertThat(asked.header("WebHook-Request-Origin")).isEqualTo(NAME);
    assertThat(asked.header("Signature")).isNull();
    activate().is(200);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    assertThat(inbox.awaitEvent(event.messageId()).header("WebHook-Request-Origin"))
        .isEqualTo(NAME);
  }

  @Test
  void activeWebhookKeepsItsUrl() {
    respondToChallenges();
    verify("challenge").is(200);
    activate().is(200);
    String other = "{\"callbackUrl\":\"" + inbox.url() + "?b\"}";

    application
        .patch(webhook, other)
        .isError(422, "InvalidUpdateWebhookRequest", "NotVerified callbackUrl");
    application.patch(webhook, "{\"active\":false}").is(200);
    application.patch(webhook, other).is(200);

    activate().isError(422, "InvalidUpdateWebhookRequest", "NotVerified active");
    application.patch(webhook, "{\"callbackUrl\":\"" + inbox.url() + "\"}").is(200);
    assertThat(get("/verify").getBoolean("verified")).isFalse();
    verify("challenge").is(200);
    activate().is(200);
  }

  @Test
  void receiverThatIsNotThereIsNotVerified() {
    application.patch(webhook, "{\"callbackUrl\":\"https://receiver.invalid/\"}").is(200);

    for (String method : List.of("options", "challenge")) {
      assertThat(verify(method).is(200).json().getString("error")).isEqualTo("dns");
    }
    verify("other").isError(422, "InvalidRequest", "InvalidValue method");
  }
}
