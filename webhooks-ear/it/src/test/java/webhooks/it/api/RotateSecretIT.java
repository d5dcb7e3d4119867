package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Tests the rotation of secrets: the old secret signs too for a while. */
class RotateSecretIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  @Test
  void bothSecretsSignDuringTheOverlapOnly() {
    JsonObject rotated = rotate("{\"previousSecretValidFor\":\"PT10S\"}").is(200).json();
    String secret = Secrets.remember(rotated.getString("secret"));
    Instant until = Instant.parse(rotated.getString("previousSecretValidUntil"));

    assertThat(rotated.keySet()).containsExactlyInAnyOrder("secret", "previousSecretValidUntil");
    assertThat(secret).matches("[0-9a-f]{64}").isNotEqualTo(webhook.secret());
    assertThat(until).isBetween(Instant.now(), Instant.now().plusSeconds(10));
    Receipt during = next();
    during.assertSignedWith(secret);
    during.assertStandardSignature(webhook.secret());

    await().until(() -> Instant.now().isAfter(until));
    Receipt after = next();
    after.assertSignedWith(secret);
    assertThatThrownBy(() -> after.assertStandardSignature(webhook.secret()));
  }

  @Test
  void overlapIsADayByDefault() {
    Answer answer =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/rotate-secret")
            .as(application.token())
            .send()
            .is(200);

    Secrets.remember(answer.json().getString("secret"));
    assertThat(Instant.parse(answer.json().getString("previousSecretValidUntil")))
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
  }

  @Test
  void givenSecretWithoutOverlapSignsAlone() {
    String secret = Secrets.remember("a secret of the owner's own, " + webhook.id());

    rotate("{\"secret\":\"%s\",\"previousSecretValidFor\":\"PT0S\"}".formatted(secret)).is(200);

    Receipt receipt = next();
    receipt.assertSignedWith(secret);
    assertThat(receipt.header("webhook-signature")).doesNotContain(" ");
  }

  @Test
  void secretOfAnUpdateEndsTheOverlap() {
    rotate("{}").is(200);
    String secret = Secrets.remember("a secret of an update's own, " + webhook.id());
    application.patch(webhook, "{\"secret\":\"" + secret + "\"}").is(200);

    Receipt receipt = next();
    receipt.assertSignedWith(secret);
    assertThat(receipt.header("webhook-signature")).doesNotContain(" ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"secret\":\"short\"} | InvalidValue secret",
        "{\"previousSecretValidFor\":\"P8D\"} | InvalidValue previousSecretValidFor",
        "{\"previousSecretValidFor\":\"-PT1S\"} | InvalidValue previousSecretValidFor",
        "{\"previousSecretValidFor\":\"-PT0S\"} | InvalidValue previousSecretValidFor",
        "{\"previousSecretValidFor\":\"p1d\"} | InvalidValue previousSecretValidFor",
        "{\"previousSecretValidFor\":\"day\"} | InvalidValue previousSecretValidFor",
        "{\"previousSecretValidFor\":1} | InvalidRequestBody previousSecretValidFor",
        "{\"x\":1} | InvalidProperty x",
        "[] | InvalidRequestBody"
      })
  void refusesABadRequest(String body, String detail) {
    rotate(body).isError(422, "InvalidRequest", detail);
  }

  @Test
  void readingScopeDoesNotRotate() {
    environment
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(application.draft().with("scope", "webhooks:read").rs256())
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  @Test
  void furtherRotationDropsTheOlderSecret() {
    String second = Secrets.remember(rotate("{}").is(200).json().getString("secret"));
    String third = Secrets.remember(rotate("{}").is(200).json().getString("secret"));

    Receipt receipt = next();

    receipt.assertSignedWith(third);
    receipt.assertStandardSignature(second);
    assertThatThrownBy(() -> receipt.assertStandardSignature(webhook.secret()));
  }

  @Test
  void withoutOverlapAllOldSecretsEnd() {
    rotate("{}").is(200);
    String last =
        rotate("{\"previousSecretValidFor\":\"PT0S\"}").is(200).json().getString("secret");

    Receipt receipt = next();

    receipt.assertSignedWith(Secrets.remember(last));
    assertThat(receipt.header("webhook-signature")).doesNotContain(" ");
  }

  @Test
  void acceptsOverlapOfSevenDays() {
    JsonObject rotated = rotate("{\"previousSecretValidFor\":\"P7D\"}").is(200).json();

    Secrets.remember(rotated.getString("secret"));
    assertThat(Instant.parse(rotated.getString("previousSecretValidUntil")))
        .isBetween(
            Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
            Instant.now().plus(Duration.ofDays(7)));
  }

  @Test
  void onlyTheOwnerRotates() {
    environment
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(environment.application(application.account()).token())
        .json("{}")
        .send()
        .isError(404, "WebhookNotFound");
  }

  private Receipt next() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return inbox.awaitEvent(event.messageId());
  }

  private Answer rotate(String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(application.token())
        .json(body)
        .send();
  }
}
