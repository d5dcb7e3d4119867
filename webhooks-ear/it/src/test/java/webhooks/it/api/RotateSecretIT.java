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
import webhooks.it.harness.environment.World;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** A new secret, beside which the old one signs for a while. */
class RotateSecretIT {
  private final World world = World.shared();
  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();
  private final Registered webhook = application.registers(inbox);

  @Test
  void bothSecretsVerifyDuringTheOverlapAndAfterItOnlyTheNew() {
    JsonObject rotated = rotates("{\"previousSecretValidFor\":\"PT10S\"}").is(200).json();
    String secret = Secrets.remember(rotated.getString("secret"));
    Instant until = Instant.parse(rotated.getString("previousSecretValidUntil"));

    assertThat(rotated.keySet()).containsExactlyInAnyOrder("secret", "previousSecretValidUntil");
    assertThat(secret).matches("[0-9a-f]{64}").isNotEqualTo(webhook.secret());
    assertThat(until).isBetween(Instant.now(), Instant.now().plusSeconds(10));
    Receipt during = next();
    during.isSignedWith(secret);
    during.isSignedByStandardWith(webhook.secret());

    await().until(() -> Instant.now().isAfter(until));
    Receipt after = next();
    after.isSignedWith(secret);
    assertThatThrownBy(() -> after.isSignedByStandardWith(webhook.secret()));
  }

  @Test
  void overlapIsADayUnlessItIsGivenAndTheBodyMayBeLeftOut() {
    Answer answer =
        world
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
  void givenSecretIsTakenAndWithoutOverlapSignsAloneAtOnce() {
    String secret = Secrets.remember("a secret of the owner's own, " + webhook.id());

    rotates("{\"secret\":\"%s\",\"previousSecretValidFor\":\"PT0S\"}".formatted(secret)).is(200);

    Receipt receipt = next();
    receipt.isSignedWith(secret);
    assertThat(receipt.header("webhook-signature")).doesNotContain(" ");
  }

  @Test
  void secretOfAnUpdateEndsTheOverlap() {
    rotates("{}").is(200);
    String secret = Secrets.remember("a secret of an update's own, " + webhook.id());
    application.patches(webhook, "{\"secret\":\"" + secret + "\"}").is(200);

    Receipt receipt = next();
    receipt.isSignedWith(secret);
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
    rotates(body).isError(422, "InvalidRequest", detail);
  }

  @Test
  void readingScopeDoesNotRotate() {
    world
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(application.draft().with("scope", "webhooks:read").rs256())
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  @Test
  void furtherRotationDropsTheOlderSecret() {
    String second = Secrets.remember(rotates("{}").is(200).json().getString("secret"));
    String third = Secrets.remember(rotates("{}").is(200).json().getString("secret"));

    Receipt receipt = next();

    receipt.isSignedWith(third);
    receipt.isSignedByStandardWith(second);
    assertThatThrownBy(() -> receipt.isSignedByStandardWith(webhook.secret()));
  }

  @Test
  void withoutOverlapAllOldSecretsEnd() {
    rotates("{}").is(200);
    String last =
        rotates("{\"previousSecretValidFor\":\"PT0S\"}").is(200).json().getString("secret");

    Receipt receipt = next();

    receipt.isSignedWith(Secrets.remember(last));
    assertThat(receipt.header("webhook-signature")).doesNotContain(" ");
  }

  @Test
  void overlapOfSevenDaysIsTaken() {
    JsonObject rotated = rotates("{\"previousSecretValidFor\":\"P7D\"}").is(200).json();

    Secrets.remember(rotated.getString("secret"));
    assertThat(Instant.parse(rotated.getString("previousSecretValidUntil")))
        .isBetween(
            Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
            Instant.now().plus(Duration.ofDays(7)));
  }

  @Test
  void onlyTheOwnerRotates() {
    world
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(world.application(application.account()).token())
        .json("{}")
        .send()
        .isError(404, "WebhookNotFound");
  }

  private Receipt next() {
    Event event = Event.ofAccount(application.account());
    world.producer().publishes(event);
    return inbox.receives(event.messageId());
  }

  private Answer rotates(String body) {
    return world
        .api()
        .post("/webhooks/" + webhook.id() + "/rotate-secret")
        .as(application.token())
        .json(body)
        .send();
  }
}
