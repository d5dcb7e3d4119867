package webhooks.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Webhooks whose receiver wants a token of an issuer. */
class TokenOptionIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Inbox issuer = environment.receiver().inbox();
  private final String secret = "secret-" + UUID.randomUUID();
  private final String token = "token-" + UUID.randomUUID();

  private void giveTokens() {
    String answer = "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    issuer.respondWith(200).respondWithBody(answer.formatted(token).getBytes(UTF_8));
  }

  private static String options(Registered webhook) {
    return "/webhooks/" + webhook.id() + "/options";
  }

  private Answer patch(Registered webhook, String authentication) {
    return application.patchOptions(webhook, "{'authentication': {%s}}".formatted(authentication));
  }

  private Answer patch(Registered webhook, URI tokenUrl) {
    return patch(
        webhook,
        "'type': 'oauth2', 'tokenUrl': '%s', 'clientId': 'app', 'clientSecret': '%s', 'scope': 'a'"
            .formatted(tokenUrl, secret));
  }

  private Registered register() {
    Registered webhook = application.register(inbox);
    patch(webhook, issuer.url()).is(200);
    return webhook;
  }

  private Answer post(Registered webhook, String path) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + path)
        .as(application.token())
        .send();
  }

  private Answer test(Registered webhook) {
    return post(webhook, "/options/authentication/test");
  }

  private Event publish() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return event;
  }

  private Receipt deliver() {
    return inbox.awaitEvent(publish().messageId());
  }

  @Test
  void requestsHaveATokenAndShareIt() {
    giveTokens();
    Registered webhook = register();

    Receipt first = deliver();
    Receipt second = deliver();

    assertThat(first.header("Authorization")).isEqualTo("Bearer " + token);
    assertThat(second.header("Authorization")).isEqualTo("Bearer " + token);
    first.assertSignedWith(webhook.secret());
    assertThat(issuer.receipts()).hasSize(1);
    assertThat(issuer.receipts().get(0).text()).isEqualTo("grant_type=client_credentials&scope=a");
    assertThat(issuer.receipts().get(0).header("Authorization")).startsWith("Basic ");
  }

  @Test
  void secretAndTokenNeverComeBack() {
    giveTokens();
    inbox.respondWith(500).respondWithBody(("you sent " + token).getBytes(UTF_8));
    Registered webhook = register();

    String shown =
        environment.api().get(options(webhook)).as(application.token()).send().is(200).body();
    String tested = post(webhook, "/test").is(200).body();
    String requested = test(webhook).is(200).body();
    String audit =
        environment
            .api()
            .get("/webhooks/" + webhook.id() + "/audit")
            .as(application.token())
            .send()
            .is(200)
            .body();

    assertThat(shown).contains("\"bound\":true", "\"clientId\":\"app\"");
    assertThat(tested).contains("you sent ***", "\"authorization\":\"***\"");
    assertThat(requested).contains("\"succeeded\":true", "\"expiresIn\":3600");
    assertThat(audit).contains("authentication.tested");
    assertThat(shown + tested + requested + audit + environment.product().log())
        .doesNotContain(secret, token);
  }

  @Test
  void nothingIsSentWithoutAToken() {
    issuer.respondWith(401).respondWithBody("canary-body".getBytes(UTF_8));
    Registered webhook = register();
    publish();
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.awaitFailures(1);
    String id = DeliveryHistory.deliveries(history.list("").json()).get(0).getString("id");

    String delivery = history.get(id).is(200).body();

    assertThat(delivery)
        .contains("\"error\":\"authentication\"", "\"cause\":\"refused by issuer\"")
        .doesNotContain("canary-body");
    assertThat(inbox.receipts()).isEmpty();
    JsonObject tested = test(webhook).is(200).json();
    assertThat(tested.getBoolean("succeeded")).isFalse();
    assertThat(tested.getInt("statusCode")).isEqualTo(401);
    assertThat(tested.getString("cause")).isEqualTo("refused by issuer");
  }

  @Test
  void refusedTokenIsReplaced() {
    giveTokens();
    Registered webhook = register();
    inbox.respondWith(401, 204);

    assertThat(post(webhook, "/test").is(200).body()).contains("\"statusCode\":401");
    assertThat(post(webhook, "/test").is(200).body()).contains("\"statusCode\":204");

    assertThat(issuer.receipts()).hasSize(2);
  }

  /** A caller who may change a URL must read neither the token nor the secret. */
  @Test
  void tokenIsNotRequestedForAnotherOrigin() {
    giveTokens();
    Registered webhook = register();
    URI elsewhere = URI.create(inbox.url().toString().replace("127.0.0.1", "localhost"));

    application.patch(webhook, "{\"callbackUrl\":\"%s\"}".formatted(elsewhere)).is(200);

    assertThat(test(webhook).is(200).body()).contains("\"cause\":\"not bound\"");
    assertThat(post(webhook, "/test").is(200).body()).contains("\"error\":\"authentication\"");
    assertThat(inbox.receipts()).isEmpty();
    patch(webhook, issuer.url()).is(200);
    URI other = URI.create(issuer.url().toString().replace("127.0.0.1", "localhost"));
    String moved =
        patch(webhook, "'type': 'oauth2', 'tokenUrl': '%s', 'clientId': 'app'".formatted(other))
            .is(200)
            .body();
    assertThat(moved).contains("\"bound\":false");
    assertThat(test(webhook).is(200).body()).contains("\"cause\":\"not bound\"");
    assertThat(issuer.receipts()).isEmpty();
  }

  @Test
  void issuerInsideIsRefused() {
    Registered webhook = application.register(inbox);

    for (String url : new String[] {"https://10.0.0.1/", "https://169.254.169.254/latest"}) {
      patch(webhook, URI.create(url))
          .isError(422, "InvalidRequest", "InvalidValue authentication.tokenUrl");
    }
    patch(webhook, URI.create("http://127.0.0.1/"))
        .isError(422, "InvalidRequest", "InvalidValue authentication.tokenUrl");
  }

  @Test
  void testNeedsAnIssuer() {
    Registered webhook = application.register(inbox);

    test(webhook).isError(422, "InvalidRequest", "InvalidValue authentication");
    patch(webhook, "'type': 'basic', 'username': 'u', 'password': 'p'").is(200);
    test(webhook).isError(422, "InvalidRequest", "InvalidValue authentication");
  }
}
