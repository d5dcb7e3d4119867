package webhooks.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api.Request;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Webhooks whose receiver verifies an asymmetric signature. */
class SignatureOptionIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final String path = "/webhooks/" + webhook.id();

  private Answer choose(String schemes) {
    return application.patchOptions(webhook, "{\"signature\":{\"schemes\":[" + schemes + "]}}");
  }

  private static String publicKey(Answer options) {
    return options.is(200).json().getJsonObject("signature").getString("publicKey");
  }

  private Answer post(String target, String body) {
    return environment.api().post(path + target).as(application.token()).json(body).send();
  }

  private Request keys() {
    return environment.api().get(path + "/keys");
  }

  /** Returns the published keys in the form of Standard Webhooks. */
  private List<String> published() {
    return keys().send().is(200).json().getJsonArray("keys").getValuesAs(JsonObject.class).stream()
        .map(key -> Base64.getUrlDecoder().decode(key.getString("x")))
        .map(bytes -> "whpk_" + Base64.getEncoder().encodeToString(bytes))
        .toList();
  }

  private Receipt deliver() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return inbox.awaitEvent(event.messageId());
  }

  private static boolean verifies(String key, Receipt receipt) {
    String start = receipt.id() + "." + receipt.header("webhook-timestamp") + ".";
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(start.getBytes(UTF_8));
    message.writeBytes(receipt.body());
    byte[] raw = Base64.getDecoder().decode(key.substring("whpk_".length()));
    // RFC 8410 has these bytes before the key.
    String encoded = "302a300506032b6570032100" + HexFormat.of().formatHex(raw);
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(encoded))));
      verifier.update(message.toByteArray());
      String given =
          Arrays.stream(receipt.header("webhook-signature").split(" "))
              .filter(one -> one.startsWith("v1a,"))
              .findFirst()
              .orElseThrow();
      return verifier.verify(Base64.getDecoder().decode(given.substring("v1a,".length())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A library that knows v1 alone verifies it beside v1a. */
  @Test
  void bothSignaturesHold() {
    String key = publicKey(choose("\"v1\",\"v1a\""));

    Receipt receipt = deliver().assertSignedWith(webhook.secret());

    assertThat(receipt.header("webhook-signature"))
        .matches("v1,[A-Za-z0-9+/]{43}= v1a,[A-Za-z0-9+/]{86}==");
    assertThat(verifies(key, receipt)).isTrue();
    assertThat(published()).containsExactly(key);
    assertThat(environment.api().get(path + "/options").as(application.token()).send().body())
        .contains(key)
        .doesNotContain("private");
  }

  @Test
  void asymmetricSignatureStandsAloneInDeliveriesAndTests() {
    String key = publicKey(choose("\"v1a\""));
    String test = post("/test", "{}").is(200).body();

    Receipt tested = inbox.receipts().get(0);
    Receipt delivered = deliver();

    for (Receipt receipt : List.of(tested, delivered)) {
      assertThat(receipt.header("webhook-signature")).matches("v1a,[A-Za-z0-9+/]{86}==");
      assertThat(receipt.header("Signature")).startsWith("sha256=");
      assertThat(verifies(key, receipt)).isTrue();
    }
    // The history shows too little of a signature to send a body again.
    assertThat(test).contains("v1a,").doesNotContain(tested.header("webhook-signature"));
  }

  @Test
  void newKeyIsPublishedBeforeItSigns() {
    String key = publicKey(choose("\"v1\",\"v1a\""));

    JsonObject rotated = post("/options/signature/rotate", "{}").is(200).json();

    JsonObject next = rotated.getJsonObject("next");
    assertThat(rotated.getString("publicKey")).isEqualTo(key);
    assertThat(Instant.parse(next.getString("usedFrom")))
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(59)), Instant.now().plus(Duration.ofMinutes(63)));
    assertThat(published()).containsExactly(key, next.getString("publicKey"));
    assertThat(verifies(key, deliver())).isTrue();
    assertThat(environment.api().get(path + "/audit").as(application.token()).send().is(200).body())
        .contains("signingKey.rotated", "used from " + next.getString("usedFrom"));
  }

  @Test
  void leakedKeyIsReplacedAtOnce() {
    String key = publicKey(choose("\"v1a\""));
    deliver();

    String fresh =
        post("/options/signature/rotate", "{\"useAfter\":\"PT0S\"}")
            .is(200)
            .json()
            .getString("publicKey");

    Receipt receipt = deliver();
    assertThat(verifies(fresh, receipt)).isTrue();
    assertThat(verifies(key, receipt)).isFalse();
    assertThat(published()).containsExactly(fresh);
  }

  @Test
  void rotationNeedsAKeyAndALeadThatCachesKeep() {
    post("/options/signature/rotate", "{}")
        .isError(422, "InvalidRequest", "InvalidValue signature");
    choose("\"v1a\"").is(200);
    post("/options/signature/rotate", "{\"useAfter\":\"PT30M\",\"color\":1}")
        .isError(422, "InvalidRequest", "InvalidProperty color", "InvalidValue useAfter");
    choose("\"v2\"").isError(422, "InvalidRequest", "InvalidValue signature.schemes[0]");
  }

  /** A receiver has no token. A header of a proxy or a browser must not matter. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer no-token", "Basic dTpw", "x"})
  void keysAreOpen(String authorization) {
    String key = publicKey(choose("\"v1a\""));
    Request request = keys().header("Accept", "application/jwk-set+json");

    Answer answer =
        (authorization.isEmpty() ? request : request.header("Authorization", authorization))
            .send()
            .is(200);

    assertThat(published()).containsExactly(key);
    JsonObject json = answer.json().getJsonArray("keys").getJsonObject(0);
    assertThat(json.keySet()).containsExactly("kty", "crv", "x", "kid", "use", "alg");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=3600");
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(keys().header("If-None-Match", tag).send().is(304).body()).isEmpty();
    post("/options/signature/rotate", "{}").is(200);
    keys().header("If-None-Match", tag).send().is(200);
  }

  /** A stranger can't find out which webhooks exist. */
  @Test
  void webhookWithoutKeysAnswersLikeAnUnknownOne() {
    Answer unknown = environment.api().get("/webhooks/" + UUID.randomUUID() + "/keys").send();
    Answer without = keys().send();

    unknown.isError(404, "WebhookNotFound");
    assertThat(without.status()).isEqualTo(404);
    assertThat(without.body()).isEqualTo(unknown.body());
    assertThat(environment.api().get("/webhooks/x/keys").send().body()).isEqualTo(unknown.body());
    choose("\"v1a\"").is(200);
    keys().send().is(200);
    environment.api().delete(path + "/options/signature").as(application.token()).send().is(204);
    assertThat(keys().send().body()).isEqualTo(unknown.body());
    choose("\"v1a\"").is(200);
    environment.api().delete(path).as(application.token()).send().is(204);
    assertThat(keys().send().body()).isEqualTo(unknown.body());
    environment
        .api()
        .get("/webhooks/" + UUID.randomUUID() + "/keys?a=b")
        .send()
        .isError(422, "InvalidRequest", "InvalidProperty a");
  }
}
