package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.token.TokenBuilder;

/** Checks permissions under access settings that differ from the defaults. */
class AccessSettingsIT {
  private static final String OPERATOR = "operator";
  private static final String ACTIVATE = "{\"active\":true}";

  private static TestEnvironment environment;

  /** The account is an iTwin itself, so grants can name it. */
  private final UUID account = UUID.randomUUID();

  private final String client = "client-" + UUID.randomUUID();
  private final Inbox inbox = environment.receiver().inbox();

  @BeforeAll
  static void start() {
    environment = TestEnvironment.named("access-settings");
    environment
        .product()
        .with("webhooks.authorization.account-scope", "maintainer")
        .with("webhooks.token.admin-clients", OPERATOR)
        .with("webhooks.token.client-claim", "app,client_id")
        .with("webhooks.token.account-claim", "tenant")
        .with("webhooks.token.role-claim", "duties")
        .with("webhooks.token.scope-claim", "scope,permissions")
        .with("webhooks.token.user-claims", "person");
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
  }

  @OnMicro
  @Test
  void invalidSettingRefusesTheStartAndIsLogged() {
    try (TestEnvironment refused = TestEnvironment.onH2("refused")) {
      refused.product().with("webhooks.access-control", "remote");

      assertThatThrownBy(refused::start).hasMessageContaining("did not start");
      // The line need not be the last one: the server may log more while it stops.
      assertThat(refused.product().log()).contains("Setting webhooks.access-control");
    }
  }

  @Test
  void withoutAnIssuerAndItsKeysEveryCallIsRefused() {
    try (TestEnvironment unconfigured = TestEnvironment.named("unconfigured")) {
      unconfigured
          .product()
          .with("mp.jwt.verify.issuer", null)
          .with("mp.jwt.verify.publickey.location", null)
          .start();
      Api api = unconfigured.api();
      String token = unconfigured.application().token();

      for (Api.Request request :
          List.of(
              api.get("/webhooks"),
              api.post("/webhooks").json("{}"),
              api.get("/event-types"),
              api.post("/events").json("{}"),
              api.get("/admin/itwins/" + account))) {
        request.as(token).send().isError(401, "Unauthorized");
      }
    }
  }

  @Test
  void accountWebhookNeedsThePermissionOnTheAccount() {
    assertForbidden(create(draft()));
    environment.assignAccount(account, account.toString());
    assertForbidden(create(draft()));
    environment.grant(account, client);
    String path = register(draft());

    environment.revoke(account, client);

    assertForbidden(create(draft()));
    assertInactive(path, draft());
  }

  @Test
  void removalOfTheAccountDeactivatesItsWebhooks() {
    TokenBuilder shouting = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(shouting);

    environment
        .api()
        .delete("/admin/itwins/" + account)
        .as(environment.tokens().administrator())
        .send()
        .is(204);

    assertInactive(path, shouting);
  }

  @Test
  void eventOfTheAccountsRemovalDeactivatesToo() {
    TokenBuilder shouting = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(shouting);

    environment.publish(Event.ofITwin(account).ofType("iTwins.iTwinDeleted.v1").json()).is(202);

    assertInactive(path, shouting);
  }

  @Test
  void onlyAdministratorsMaintainAccountsThatAreNoITwins() {
    assertForbidden(create(draft().with("tenant", "acme")));

    create(draft().with("tenant", "acme").with("duties", List.of("Co-Administrator"))).is(202);
    assertForbidden(create(draft().with("tenant", "acme").with("roles", "Co-Administrator")));
  }

  @Test
  void claimsAreReadUnderTheirOwnNames() {
    TokenBuilder administrator = draft().with("duties", "Account Administrator");

    Answer created = create(administrator.with("email", "a@example.test")).is(202);
    assertThat(created.json().getString("scopeId")).isEqualTo(account.toString());
    assertForbidden(create(administrator.with("person", "Jane")));
    TokenBuilder elsewhere = draft().without("tenant").with("org", account.toString());
    assertForbidden(create(elsewhere.with("duties", "Account Administrator")));
    create(draft().without("permissions")).isError(401, "Unauthorized");
  }

  @Test
  void namedServiceApplicationAdministersWithoutTheScope() {
    TokenBuilder operator = environment.tokens().draft(OPERATOR, "operations");

    enter(operator).is(204);
    enter(environment.tokens().draft("another", "operations")).isError(401, "Unauthorized");
    enter(operator.with("person", "Jane")).isError(401, "Unauthorized");
  }

  /** Returns a token of the application with the claim names of these settings. */
  private TokenBuilder draft() {
    return new TokenBuilder(environment.tokens())
        .with("app", client)
        .with("tenant", account.toString())
        .with("permissions", List.of("webhooks:modify"));
  }

  private Answer create(TokenBuilder draft) {
    String body = Application.Body.ofAccount(inbox.url()).toString();
    return environment.api().post("/webhooks").as(draft.rs256()).json(body).send();
  }

  /** Creates an active webhook and returns its path. */
  private String register(TokenBuilder draft) {
    String path = "/webhooks/" + create(draft).is(202).json().getString("id");
    environment.api().patch(path).as(draft.rs256()).json(ACTIVATE).send().is(200);
    return path;
  }

  private static void assertInactive(String path, TokenBuilder owner) {
    Answer read = environment.api().get(path).as(owner.rs256()).send().is(200);
    assertThat(read.json().getBoolean("active")).isFalse();
    assertForbidden(environment.api().patch(path).as(owner.rs256()).json(ACTIVATE).send());
  }

  private Answer enter(TokenBuilder draft) {
    String path = "/admin/itwins/" + UUID.randomUUID();
    return environment.api().put(path).as(draft.rs256()).json("{\"accountId\":\"a\"}").send();
  }

  private static void assertForbidden(Answer answer) {
    answer.isError(403, "InsufficientPermissions");
  }
}
