package webhooks.it.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.identity.KeycloakTokens.Login;
import webhooks.it.identity.KeycloakTokens.User;

/** Users of a real Keycloak who ask for the scopes of operators, with and without the role. */
@NeedsServers
class KeycloakOperatorIT {
  private static final String ADMIN = KeycloakRealm.ADMIN;
  private static final String PUBLISH = KeycloakRealm.PUBLISH;

  private static Keycloak keycloak;
  private static KeycloakRealm realm;
  private static TestEnvironment environment;

  private final String account = "account-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    keycloak = new Keycloak("keycloak-operator").start();
    realm = new KeycloakRealm(keycloak);
    environment = TestEnvironment.named("keycloak-operator-product");
    environment
        .product()
        .with("mp.jwt.verify.issuer", realm.issuer())
        .with("mp.jwt.verify.publickey.location", realm.keys())
        .with("mp.jwt.verify.audiences", KeycloakRealm.AUDIENCE)
        .with("webhooks.token.preset", "keycloak")
        .with("webhooks.token.operator-roles", KeycloakRealm.OPERATOR);
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    keycloak.close();
  }

  /** Keycloak grants an optional scope to every user who asks the public client for it. */
  @ParameterizedTest
  @EnumSource
  void userWithoutTheRoleIsNoOperator(Login login) {
    User user = user(KeycloakRealm.ADMINISTRATOR);

    assertMissesRole(nodes(realm.tokens().of(user, login, ADMIN)));
    assertMissesRole(publish(realm.tokens().of(user, login, PUBLISH)));
  }

  @ParameterizedTest
  @EnumSource
  void userWithTheRoleIsAnOperatorWithinTheScope(Login login) {
    User operator = user(KeycloakRealm.OPERATOR);

    nodes(realm.tokens().of(operator, login, ADMIN)).is(200);
    publish(realm.tokens().of(operator, login, PUBLISH)).is(202);
    nodes(realm.tokens().of(operator, login, PUBLISH)).isError(401, "Unauthorized");
    publish(realm.tokens().of(operator, login, ADMIN)).isError(401, "Unauthorized");
  }

  @Test
  void applicationNeedsTheScopeAlone() {
    nodes(realm.tokens().of(realm.application(account), ADMIN)).is(200);
    publish(realm.tokens().of(realm.application(account), PUBLISH)).is(202);
  }

  /** The scope mappings of docs/tokens.md. */
  @ParameterizedTest
  @EnumSource
  void keycloakCanReserveTheScopesForTheRole(Login login) {
    KeycloakRealm strict = new KeycloakRealm(keycloak);
    strict.reserveScopesOfOperators();
    User user = strict.user("user-" + UUID.randomUUID(), account);
    User operator = strict.user("operator-" + UUID.randomUUID(), account, KeycloakRealm.OPERATOR);

    for (String scope : List.of(ADMIN, PUBLISH)) {
      assertThat(scopes(strict.tokens().of(user, login, scope))).doesNotContain(scope);
      assertThat(scopes(strict.tokens().of(operator, login, scope))).contains(scope);
    }
  }

  private User user(String role) {
    return realm.user("user-" + UUID.randomUUID(), account, role);
  }

  private static Answer nodes(String token) {
    return environment.api().get("/admin/nodes").as(token).send();
  }

  private Answer publish(String token) {
    return environment.api().post("/events").as(token).json(Event.ofAccount(account).json()).send();
  }

  private static void assertMissesRole(Answer answer) {
    assertThat(answer.isError(403, "InsufficientPermissions", "MissingRole").body())
        .contains("webhooks.token.operator-roles")
        .doesNotContain(KeycloakRealm.OPERATOR);
  }

  private static List<String> scopes(String token) {
    String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8);
    return List.of(
        Json.createReader(new StringReader(claims)).readObject().getString("scope").split(" "));
  }
}
