package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Rows;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Tests the operation that sends a test event and returns the receiver's answer. */
class WebhookTestIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void sendsSignedTestEventToInactiveWebhook() {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));
    Instant before = Instant.now();

    JsonObject attempt = tests(webhook).is(200).json();

    assertThat(attempt.keySet())
        .containsExactlyInAnyOrder(
            "succeeded", "time", "durationMs", "statusCode", "requestHeaders", "responseHeaders");
    assertThat(attempt.getBoolean("succeeded")).isTrue();
    assertThat(attempt.getInt("statusCode")).isEqualTo(204);
    assertThat(attempt.getInt("durationMs")).isBetween(0, 5000);
    assertThat(Instant.parse(attempt.getString("time")))
        .isBetween(before.minusMillis(1), Instant.now());
    Receipt receipt = inbox.receipts().get(0).assertSignedWith(webhook.secret());
    JsonObject body = Rows.parse(receipt.text());
    assertThat(body.keySet())
        .containsExactly(
            "content", "eventType", "enqueuedDateTime", "iTwinId", "messageId", "webhookId");
    assertThat(body.getString("eventType")).isEqualTo("webhooks.test.v1");
    assertThat(body.getString("iTwinId")).isEqualTo(application.account());
    assertThat(body.getString("messageId")).isEqualTo(receipt.id());
    assertThat(body.getString("webhookId")).isEqualTo(webhook.id());
    assertThat(new DeliveryHistory(environment, application, webhook, inbox).messages(""))
        .isEmpty();
    assertThat(application.get(webhook).json().getBoolean("active")).isFalse();
  }

  @Test
  void reportsAFailureWithoutRetries() {
    Registered webhook = application.register(inbox.respondWith(503, 204));

    JsonObject attempt = tests(webhook).is(200).json();

    assertThat(attempt.getBoolean("succeeded")).isFalse();
    assertThat(attempt.getInt("statusCode")).isEqualTo(503);
    assertThat(attempt.getString("error")).isEqualTo("status");
    assertThat(tests(webhook).is(200).json().getBoolean("succeeded")).isTrue();
    assertThat(inbox.receipts()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "https://nobody.invalid/, dns, name",
    "https://127.0.0.1:1/, connect, refused",
    "https://sub.localtest.invalid/hook?a=b, dns, name"
  })
  void namesTheCauseOfAFailedConnection(URI url, String error, String cause) {
    JsonObject attempt = tests(application.create(Body.ofAccount(url))).is(200).json();

    assertThat(attempt.getBoolean("succeeded")).isFalse();
    assertThat(attempt.getString("error")).isEqualTo(error);
    // A machine with a name server says "unknown name", one without says "no name server".
    assertThat(attempt.getString("cause")).contains(cause);
    assertThat(attempt.keySet()).doesNotContain("statusCode");
  }

  @Test
  void testUsesTheChangedUrlAndSecret() {
    Registered webhook = application.create(Body.ofAccount(environment.receiver().inbox().url()));
    String secret = Secrets.remember("the secret of a test " + UUID.randomUUID());

    application
        .patch(webhook, "{\"callbackUrl\":\"%s\",\"secret\":\"%s\"}".formatted(inbox.url(), secret))
        .is(200);
    tests(webhook).is(200);

    inbox.receipts().get(0).assertSignedWith(secret);
  }

  @Test
  void slowReceiversDelayNoOtherTest() {
    inbox.delayBy(Duration.ofSeconds(8));
    Registered slow = application.create(Body.ofAccount(inbox.url()));
    List<CompletableFuture<Answer>> underWay =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> tests(slow), WebhookTestIT::startRequest))
            .limit(6)
            .toList();

    Application other = environment.application();
    Inbox quick = environment.receiver().inbox();
    Registered webhook = other.create(Body.ofAccount(quick.url()));
    JsonObject attempt =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/test")
            .as(other.token())
            .send()
            .is(200)
            .json();

    assertThat(attempt.getBoolean("succeeded")).isTrue();
    List<Answer> answers = underWay.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(one -> one.status() == 200))
        .hasSize(4)
        .allSatisfy(one -> assertThat(one.json().getString("error")).isEqualTo("timeout"));
    answers.stream()
        .filter(one -> one.status() != 200)
        .forEach(
            one -> {
              one.isError(503, "ServiceUnavailable");
              assertThat(one.headers().firstValue("Retry-After")).isPresent();
            });
  }

  @Test
  void testNeedsThePermission() {
    UUID iTwin = application.createMaintainedITwin();
    Registered webhook = application.create(Body.ofITwin(inbox.url(), iTwin));
    String path = "/webhooks/" + webhook.id() + "/test";
    Application other = environment.application(application.account());
    environment.api().post(path).as(other.token()).send().isError(404, "WebhookNotFound");
    environment
        .api()
        .post(path)
        .as(application.draft().with("scope", "webhooks:read").rs256())
        .send()
        .isError(401, "Unauthorized");
    tests(webhook).is(200);

    environment.revoke(iTwin, application.clientId());

    tests(webhook).isError(403, "InsufficientPermissions");
    assertThat(inbox.receipts()).hasSize(1);
  }

  @Test
  void acceptsAnEmptyObjectAsBody() {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));

    tests(webhook, "{}").is(200);
    tests(webhook, "{\"messageId\":\"x\"}")
        .isError(422, "InvalidRequest", "InvalidProperty messageId");
    tests(webhook, "[]").isError(422, "InvalidRequest", "InvalidRequestBody");
    assertThat(inbox.receipts()).hasSize(1);
  }

  /** Runs all at the same time, whatever the number of processors. */
  private static void startRequest(Runnable request) {
    new Thread(request).start();
  }

  private Answer tests(Registered webhook) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/test")
        .as(application.token())
        .send();
  }

  private Answer tests(Registered webhook, String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/test")
        .as(application.token())
        .json(body)
        .send();
  }
}
