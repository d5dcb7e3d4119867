package webhooks.it.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnMicro;

/**
 * Gives deliveries of the product, and changed ones, to the programs of docs/receivers.
 *
 * <p>The programs read a request as CGI gives it. A language that this machine lacks is skipped.
 */
@OnMicro
class ReceiversIT {
  private static final String STANDARD = "standard";
  private static final String ITWIN = "itwin";
  private static final String ASYMMETRIC = "v1a";
  private static final String OTHER_KEY = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  /** Not ASCII, and longer than a block of SHA-256, which HMAC treats in another way. */
  private static final String LONG_SECRET = "€".repeat(40) + "a secret of a receiver";

  private static Registered webhook;
  private static Receipt delivery;
  private static Receipt ofLongSecret;
  private static Receipt afterRotation;
  private static String newSecret;
  private static Receipt asymmetric;
  private static String publicKey;

  @BeforeAll
  static void receiveDeliveries() {
    TestEnvironment environment = TestEnvironment.shared();
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    webhook = application.register(inbox);
    delivery = deliver(environment, application, inbox);
    newSecret =
        Secrets.remember(
            environment
                .api()
                .post("/webhooks/" + webhook.id() + "/rotate-secret")
                .as(application.token())
                .json("{}")
                .send()
                .is(200)
                .json()
                .getString("secret"));
    afterRotation = deliver(environment, application, inbox);
    String update = "{\"secret\":\"" + Secrets.remember(LONG_SECRET) + "\"}";
    application.patch(webhook, update).is(200);
    ofLongSecret = deliver(environment, application, inbox);
    publicKey =
        application
            .patchOptions(webhook, "{'signature':{'schemes':['v1','v1a']}}")
            .is(200)
            .json()
            .getJsonObject("signature")
            .getString("publicKey");
    asymmetric = deliver(environment, application, inbox);
  }

  private static Receipt deliver(
      TestEnvironment environment, Application application, Inbox inbox) {
    Event event = Event.ofAccount(application.account());
    environment.publish(event.json()).is(202);
    return inbox.awaitEvent(event.messageId());
  }

  @ParameterizedTest
  @EnumSource
  void acceptsDeliveriesAndRefusesForgeries(Language language) {
    assumeTrue(language.isInstalled(), () -> language + " is not on this machine");
    Program program = new Program(language.prepare(Places.freshDirectory("receivers-" + language)));
    String secret = webhook.secret();

    for (String scheme : List.of(STANDARD, ITWIN)) {
      assertThat(program.accepts(scheme, request(delivery), secret)).as(scheme).isTrue();
      assertThat(program.accepts(scheme, changed(delivery), secret)).as(scheme).isFalse();
    }
    assertThat(program.accepts(STANDARD, request(delivery), secret + "x")).isFalse();
    assertThat(program.accepts(STANDARD, new Request(Map.of(), delivery.body()), secret)).isFalse();
    assertThat(program.accepts(ITWIN, request(ofLongSecret), LONG_SECRET)).isTrue();
    // HMAC pads a key with zeros, so this is the signature of an empty secret too.
    assertThat(program.accepts(STANDARD, signedAt(Instant.now(), "\0"), "")).isFalse();
    assertRotation(program);
    assertTimes(program);
    assertAsymmetric(program);
  }

  /** During a rotation a receiver knows two public keys. A receiver that has none refuses all. */
  private static void assertAsymmetric(Program program) {
    String both = OTHER_KEY + " " + publicKey;
    assertThat(program.accepts(ASYMMETRIC, request(asymmetric), publicKey)).isTrue();
    assertThat(program.accepts(ASYMMETRIC, request(asymmetric), both)).isTrue();
    assertThat(program.accepts(ASYMMETRIC, request(asymmetric), OTHER_KEY)).isFalse();
    assertThat(program.accepts(ASYMMETRIC, request(asymmetric), "")).isFalse();
    assertThat(program.accepts(ASYMMETRIC, changed(asymmetric), publicKey)).isFalse();
    assertThat(program.accepts(ASYMMETRIC, request(delivery), publicKey)).isFalse();
    assertThat(program.accepts(STANDARD, request(asymmetric), LONG_SECRET)).isTrue();
    KeyPair keys = ed25519();
    byte[] encoded = keys.getPublic().getEncoded();
    String own =
        "whpk_"
            + Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    for (int seconds : new int[] {-240, -360, 360}) {
      Request signed = asymmetricAt(Instant.now().plusSeconds(seconds), keys.getPrivate());
      assertThat(program.accepts(ASYMMETRIC, signed, own)).isEqualTo(seconds == -240);
    }
  }

  /** Old and new secret are valid for a while, but Signature has only the new one. */
  private static void assertRotation(Program program) {
    assertThat(program.accepts(STANDARD, request(afterRotation), webhook.secret())).isTrue();
    assertThat(program.accepts(STANDARD, request(afterRotation), newSecret)).isTrue();
    assertThat(program.accepts(ITWIN, request(afterRotation), webhook.secret())).isFalse();
  }

  /** The signature holds each time, so only the time can be the reason. */
  private static void assertTimes(Program program) {
    Instant now = Instant.now();
    String secret = webhook.secret();
    assertThat(program.accepts(STANDARD, signedAt(now.minusSeconds(240), secret), secret)).isTrue();
    assertThat(program.accepts(STANDARD, signedAt(now.minusSeconds(360), secret), secret))
        .isFalse();
    assertThat(program.accepts(STANDARD, signedAt(now.plusSeconds(360), secret), secret)).isFalse();
  }

  /** A request as CGI gives it. */
  private record Request(Map<String, String> headers, byte[] body) {}

  /** A program that verifies requests. */
  private record Program(List<String> command) {
    boolean accepts(String scheme, Request request, String secret) {
      Map<String, String> variables = new TreeMap<>(request.headers());
      variables.put(scheme.equals(ASYMMETRIC) ? "WEBHOOK_PUBLIC_KEYS" : "WEBHOOK_SECRET", secret);
      List<String> withScheme = new ArrayList<>(command);
      withScheme.add(scheme);
      int code = Language.run(withScheme, variables, request.body());
      assertThat(code).isBetween(0, 1);
      return code == 0;
    }
  }

  private static Request request(Receipt receipt) {
    Map<String, String> headers = new TreeMap<>();
    for (String name :
        List.of("webhook-id", "webhook-timestamp", "webhook-signature", "signature")) {
      headers.put("HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), receipt.header(name));
    }
    return new Request(headers, receipt.body());
  }

  private static Request changed(Receipt receipt) {
    byte[] body = receipt.body();
    body[body.length / 2] ^= 1;
    return new Request(request(receipt).headers(), body);
  }

  private static Request signedAt(Instant time, String secret) {
    Request request = request(delivery);
    String start = delivery.id() + "." + time.getEpochSecond() + ".";
    request.headers().put("HTTP_WEBHOOK_TIMESTAMP", Long.toString(time.getEpochSecond()));
    request.headers().put("HTTP_WEBHOOK_SIGNATURE", "v1," + hmac(secret, start, request.body()));
    return request;
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Request asymmetricAt(Instant time, PrivateKey key) {
    Request request = request(delivery);
    String start = delivery.id() + "." + time.getEpochSecond() + ".";
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(start.getBytes(UTF_8));
      signer.update(request.body());
      String value = "v1a," + Base64.getEncoder().encodeToString(signer.sign());
      request.headers().put("HTTP_WEBHOOK_TIMESTAMP", Long.toString(time.getEpochSecond()));
      request.headers().put("HTTP_WEBHOOK_SIGNATURE", value);
      return request;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmac(String secret, String start, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update(start.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pageLinksEachFile() {
    String page = Pages.text(Pages.ROOT.resolve("docs/receivers.md"));

    assertThat(Arrays.stream(Language.values()).map(language -> language.file().getFileName()))
        .allSatisfy(file -> assertThat(page).contains("(receivers/" + file + ")"));
  }
}
