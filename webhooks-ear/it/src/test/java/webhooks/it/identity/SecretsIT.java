package webhooks.it.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;

/** Checks that no secret is readable in the database, the broker's journal, the log or an error. */
class SecretsIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final String query = Secrets.remember("key=" + UUID.randomUUID());
  private final String payload = "payload-" + UUID.randomUUID();

  @OnPostgres
  @Test
  void databaseHoldsNoSecretAndNoToken() {
    useSecretsEverywhere();

    String tables = environment.database().dump();

    ByteSearch secrets = new ByteSearch(Secrets.all());
    assertThat(tables).contains(application.account());
    assertThat(secrets.containsAny(tables.getBytes(UTF_8)))
        .as("tables hold a secret or token")
        .isFalse();
    Path files = Postgres.shared().directory();
    assertThat(new ByteSearch(List.of(application.account())).in(files)).isNotEmpty();
    assertThat(secrets.in(files)).as("tables and write-ahead log").isEmpty();
  }

  /** Reads the embedded database, the broker's journal and all other files. */
  @Test
  void dataDirectoryHoldsNoSecretAndNoToken() throws IOException {
    useSecretsEverywhere();

    Path files = environment.product().directory().resolve("data");

    Path generatedKey = files.resolve("encryption.key");
    if (Files.exists(generatedKey)) {
      Secrets.remember(Files.readString(generatedKey).strip());
    }
    assertThat(new ByteSearch(Secrets.all()).in(files))
        .allMatch(file -> file.endsWith("encryption.key"));
  }

  @Test
  void logAndErrorsHoldNeitherSecretNorPayload() {
    useSecretsEverywhere();

    ByteSearch secrets = new ByteSearch(Secrets.all());
    assertThat(environment.product().log()).isNotEmpty().doesNotContain(payload);
    assertThat(secrets.containsAny(environment.product().log().getBytes(UTF_8)))
        .as("log")
        .isFalse();
    assertThat(secrets.containsAny(NodeMetrics.text(environment.product()).getBytes(UTF_8)))
        .as("metrics")
        .isFalse();
    assertThat(Secrets.errors()).isNotEmpty();
    assertThat(Secrets.errors()).noneMatch(error -> secrets.containsAny(error.getBytes(UTF_8)));
  }

  @OnPostgres
  @Test
  void deletesSecretsWithTheWebhookAndAfterTheOverlap() {
    Registered deleted = application.register(inbox);
    Registered replaced = application.register(inbox);
    Registered rotated = application.register(inbox);
    Registered overlapping = application.register(inbox);
    Database database = environment.database();
    List<String> former =
        List.of(deleted, replaced, rotated).stream()
            .flatMap(webhook -> database.encrypted(webhook.id()).stream())
            .toList();

    environment.api().delete("/webhooks/" + deleted.id()).as(application.token()).send().is(204);
    String secret = Secrets.remember("replaced secret " + UUID.randomUUID());
    application.patch(replaced, "{\"secret\":\"" + secret + "\"}").is(200);
    rotate(rotated, "PT0S");
    rotate(overlapping, "PT5S");
    // Stop first: reading all tables takes long.
    List<String> previous = database.previousSecrets(overlapping.id());

    assertThat(former).hasSize(6);
    assertThat(database.dump()).doesNotContain(former);
    assertThat(previous).hasSize(1);
    await("the end of the overlap")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(database.dump()).doesNotContain(previous));
    assertThat(database.previousSecrets(overlapping.id())).isEmpty();
  }

  /** Libraries decode what follows this prefix; the product signs with the text as it is. */
  @Test
  void secretOf32CharactersThatLooksEncodedIsTakenAsItIs() {
    Registered webhook = application.register(inbox);
    String digits = UUID.randomUUID().toString().replace("-", "");
    String given = Secrets.remember("whsec_" + digits.substring(6));
    application.patch(webhook, "{\"secret\":\"" + given + "\"}").is(200);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    assertThat(given).hasSize(32);
    inbox.awaitEvent(event.messageId()).assertSignedWith(given);
  }

  /** Runs every operation that could disclose a secret. */
  private void useSecretsEverywhere() {
    URI url = URI.create(inbox.respondWith(500, 204).url() + "?" + query);
    Registered webhook = application.create(Application.Body.ofAccount(url));
    String given = Secrets.remember("given secret " + UUID.randomUUID());
    setOptions(webhook);
    application.patch(webhook, "{\"secret\":\"" + given + "\",\"active\":true}").is(200);
    causeFailures(webhook, url);
    String content = "{\"text\":\"" + payload + "\"}";
    Event event = Event.ofAccount(application.account()).holding(content);
    environment.producer().publish(event);
    inbox
        .awaitEvent(event.messageId(), 2, Duration.ofSeconds(20))
        .forEach(
            one -> assertThat(one.assertSignedWith(given).header("X-Key")).startsWith("header-"));
    String secret = rotate(webhook, "PT1H");
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.redeliver(history.awaitStatus(event, "succeeded").getString("id")).is(202);
    inbox
        .awaitEvent(event.messageId(), 3, Duration.ofSeconds(20))
        .get(2)
        .assertSignedWith(secret)
        .assertStandardSignature(given);
    environment.api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);
  }

  /** Sets options with secrets, which each request to the receiver then has. */
  private void setOptions(Registered webhook) {
    String header = Secrets.remember("header-" + UUID.randomUUID());
    String password = Secrets.remember("password-" + UUID.randomUUID());
    Secrets.remember(Base64.getEncoder().encodeToString(("user:" + password).getBytes(UTF_8)));
    String options =
        """
        {"headers": [{"name": "X-Key", "value": "%s"}],
         "authentication": {"type": "basic", "username": "user", "password": "%s"}}"""
            .formatted(header, password);
    application.setOptions(webhook, options);
    application.patchOptions(webhook, options.replace("\"X-Key\"", "\"Host\"")).is(422);
  }

  /** Sends secrets in invalid requests. */
  private void causeFailures(Registered webhook, URI url) {
    String refused = Secrets.remember("control\\u0007 " + UUID.randomUUID());
    application.patch(webhook, "{\"secret\":\"" + refused + "\"}").is(422);
    application.patch(webhook, "{\"secret\":\"" + refused + "\",").is(422);
    application.patch(webhook, "{\"secret\":[\"" + refused + "\"]}").is(422);
    application.patch(webhook, "{\"callbackUrl\":\"http" + url.toString().substring(5) + "\"}");
    application.patch(webhook, "{\"callbackUrl\":\"" + url + "#fragment\"}").is(422);
    application.post("{\"callbackUrl\":\"" + url + "\",\"secret\":\"" + refused + "\"}").is(422);
    String foreign = application.draft().foreignKey();
    environment.api().get("/webhooks/" + webhook.id()).as(foreign).send().is(401);
    environment.api().get("/webhooks").header("Authorization", foreign).send().is(401);
  }

  private String rotate(Registered webhook, String overlap) {
    JsonObject rotated =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/rotate-secret")
            .as(application.token())
            .json("{\"previousSecretValidFor\":\"" + overlap + "\"}")
            .send()
            .is(200)
            .json();
    return Secrets.remember(rotated.getString("secret"));
  }
}
