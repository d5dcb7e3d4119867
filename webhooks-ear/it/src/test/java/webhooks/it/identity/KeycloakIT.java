package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.identity.KeycloakTokens.Client;
import webhooks.it.identity.KeycloakTokens.Login;
import webhooks.it.identity.KeycloakTokens.User;

/** Tests tokens and key changes of a real Keycloak. */
@NeedsServers
class KeycloakIT {
  private static final String MODIFY = KeycloakRealm.MODIFY;
  private static final String ACTIVATE = "{\"active\":true}";
  private static final String RECOVERY = "{\"since\":\"2026-01-01T00:00:00Z\"}";

  /** The minimum time between two reads of the keys, less the inaccuracy of Keycloak's log. */
  private static final long PAUSE_MILLIS = 9_500;

  private static Keycloak keycloak;
  private static KeycloakRealm realm;
  private static TestEnvironment environment;

  private final String account = "account-" + UUID.randomUUID();
  private final KeycloakTokens tokens = realm.tokens();
  private final Client application = realm.application(account);
  private final Inbox inbox = environment.receiver().inbox();

  @BeforeAll
  static void start() {
    keycloak = new Keycloak("keycloak").start();
    realm = new KeycloakRealm(keycloak);
    environment = TestEnvironment.named("keycloak-product");
    environment
        .product()
        .with("mp.jwt.verify.issuer", realm.issuer())
        .with("mp.jwt.verify.publickey.location", realm.keys())
        .with("mp.jwt.verify.audiences", KeycloakRealm.AUDIENCE)
        .with("webhooks.token.preset", "keycloak");
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    keycloak.close();
  }

  @Test
  void applicationRegistersAndGetsItsEvent() {
    JsonObject webhook = register();
    Event event = Event.ofAccount(account);

    environment.producer().publish(event);

    assertThat(webhook.getString("scopeId")).isEqualTo(account);
    inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.getString("secret"));
  }

  @Test
  void refusesApplicationWithoutTheScope() {
    String none = tokens.of(application);
    String reads = tokens.of(application, KeycloakRealm.READ);

    assertThat(list(none).isError(401, "Unauthorized").body()).contains("webhooks:read");
    assertThat(create(none).isError(401, "Unauthorized").body()).contains(MODIFY);
    list(reads).is(200);
    assertThat(create(reads).isError(401, "Unauthorized").body()).contains(MODIFY);
  }

  @Test
  void refusesTokenForAnotherService() {
    Client other = realm.applicationOfAnotherService();

    list(tokens.of(other, MODIFY)).isError(401, "Unauthorized");
  }

  @Test
  void acceptsTokenOfTypeAtJwt() {
    Client modern = realm.application(account, "{'access.token.header.type.rfc9068':'true'}");

    create(tokens.of(modern, MODIFY)).is(202);
  }

  @Test
  void refusesLightweightToken() {
    Client light =
        realm.application(account, "{'client.use.lightweight.access.token.enabled':'true'}");

    list(tokens.of(light, MODIFY)).isError(401, "Unauthorized");
  }

  @Test
  void treatsApplicationWithSessionAsUser() {
    Client session = realm.application(account, "{'client_credentials.use_refresh_token':'true'}");

    create(tokens.of(session, MODIFY)).isError(403, "InsufficientPermissions");
  }

  @ParameterizedTest
  @EnumSource
  void userMayNotCreateWithAnyRole(Login login) {
    User user = user(account);
    User administrator = user(account, KeycloakRealm.ADMINISTRATOR);

    create(tokens.of(user, login, MODIFY)).isError(403, "InsufficientPermissions");
    create(tokens.of(administrator, login, MODIFY)).isError(403, "InsufficientPermissions");
  }

  @Test
  void treatsUserNamedLikeAServiceAccountAsUser() {
    User impostor = realm.user("service-account-" + KeycloakTokens.CONSOLE, account);

    for (Login login : Login.values()) {
      create(tokens.of(impostor, login, MODIFY)).isError(403, "InsufficientPermissions");
    }
  }

  @ParameterizedTest
  @EnumSource
  void administratorSeesAndRecoversTheAccountsWebhooks(Login login) {
    String path = "/webhooks/" + register().getString("id");
    Event event = Event.ofAccount(account);
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());
    String administrator = tokens.of(user(account, KeycloakRealm.ADMINISTRATOR), login, MODIFY);

    JsonObject listed =
        list(administrator).is(200).json().getJsonArray("webhooks").getJsonObject(0);
    assertThat(listed).isEqualTo(get(path, administrator).is(200).json());
    assertThat(path).endsWith(listed.getString("id"));
    JsonObject delivery =
        get(path + "/deliveries", administrator)
            .is(200)
            .json()
            .getJsonArray("deliveries")
            .getJsonObject(0);
    assertThat(delivery.getString("messageId")).isEqualTo(event.messageId().toString());
    String one = path + "/deliveries/" + delivery.getString("id");
    get(one, administrator).is(200);
    post(one + "/redeliver", "", administrator).is(202);
    inbox.awaitEvent(event.messageId(), 2, Duration.ofSeconds(20));
    post(path + "/recover", RECOVERY, administrator).is(202);
    Secrets.remember(
        post(path + "/rotate-secret", "{}", administrator).is(200).json().getString("secret"));
  }

  @Test
  void administratorOfAnotherAccountFindsNothing() {
    String path = "/webhooks/" + register().getString("id");
    User elsewhere = user(account + "-2", KeycloakRealm.ADMINISTRATOR);
    String token = tokens.of(elsewhere, Login.AT_THE_PAGE, MODIFY);

    assertThat(list(token).is(200).json().getJsonArray("webhooks")).isEmpty();
    get(path, token).isError(404, "WebhookNotFound");
    get(path + "/deliveries", token).isError(404, "WebhookNotFound");
    patch(path, ACTIVATE, token).isError(404, "WebhookNotFound");
    post(path + "/recover", RECOVERY, token).isError(404, "WebhookNotFound");
    post(path + "/rotate-secret", "{}", token).isError(404, "WebhookNotFound");
    environment.api().delete(path).as(token).send().isError(404, "WebhookNotFound");
  }

  @Test
  void userWithoutTheRoleFindsNothing() {
    String path = "/webhooks/" + register().getString("id");
    String token = tokens.of(user(account), Login.AT_THE_PAGE, MODIFY);

    assertThat(list(token).is(200).json().getJsonArray("webhooks")).isEmpty();
    get(path, token).isError(404, "WebhookNotFound");
    patch(path, ACTIVATE, token).isError(403, "InsufficientPermissions");
  }

  @Test
  void acceptsNewKeyWithinSecondsAndRefusesTheOldOne() {
    String old = tokens.of(application, MODIFY);
    list(old).is(200);

    realm.replaceKey();
    String fresh = tokens.of(application, MODIFY);

    await("the new key").atMost(Duration.ofSeconds(12)).untilAsserted(() -> list(fresh).is(200));
    list(old).isError(401, "Unauthorized");
  }

  @Test
  void readsKeysAtMostEveryTenSecondsForUnknownKeys() {
    String good = tokens.of(application, MODIFY);
    String unknown = unknownKey();
    int before = realm.timesOfKeyReads().size();

    await("two more reads of the keys")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              list(unknown).isError(401, "Unauthorized");
              list(good).is(200);
              return realm.timesOfKeyReads().size() >= before + 2;
            });

    List<LocalDateTime> reads = realm.timesOfKeyReads();
    LocalDateTime last = reads.get(before + 1);
    assertThat(reads).hasSize(before + 2);
    assertThat(ChronoUnit.MILLIS.between(reads.get(before), last)).isGreaterThan(PAUSE_MILLIS);
  }

  @Test
  void keepsKnownKeysDuringAnOutageOfKeycloak() {
    String known = tokens.of(application, MODIFY);
    String unknown = unknownKey();
    list(known).is(200);

    keycloak.stop();
    try {
      list(known).is(200);
      list(unknown).isError(401, "Unauthorized");
      list(known).is(200);

      environment.closeProducer();
      environment.product().stop();
      environment.product().start();
      Answer answer = list(known).isError(503, "ServiceUnavailable");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    } finally {
      keycloak.start();
    }
    await("the keys").atMost(Duration.ofSeconds(10)).untilAsserted(() -> list(known).is(200));
  }

  /** Returns a token that is valid except for its key, which the realm never had. */
  private String unknownKey() {
    return environment
        .tokens()
        .draft(application.clientId(), account)
        .with("iss", realm.issuer())
        .with("aud", KeycloakRealm.AUDIENCE)
        .unknownKey();
  }

  private User user(String ofAccount, String... roles) {
    return realm.user("user-" + UUID.randomUUID(), ofAccount, roles);
  }

  /** Creates an active webhook of the application. */
  private JsonObject register() {
    String token = tokens.of(application, MODIFY);
    JsonObject webhook = create(token).is(202).json();
    Secrets.remember(webhook.getString("secret"));
    patch("/webhooks/" + webhook.getString("id"), ACTIVATE, token).is(200);
    return webhook;
  }

  private Answer create(String token) {
    return post("/webhooks", Application.Body.ofAccount(inbox.url()).toString(), token);
  }

  private static Answer list(String token) {
    return get("/webhooks", token);
  }

  private static Answer get(String path, String token) {
    return environment.api().get(path).as(token).send();
  }

  private static Answer post(String path, String body, String token) {
    return environment.api().post(path).as(token).json(body).send();
  }

  private static Answer patch(String path, String body, String token) {
    return environment.api().patch(path).as(token).json(body).send();
  }
}
