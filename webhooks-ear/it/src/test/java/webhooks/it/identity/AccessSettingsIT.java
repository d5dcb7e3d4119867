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
import webhooks.it.harness.environment.World;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.token.TokenBuilder;

/** Who may do what where settings say otherwise than by default. */
class AccessSettingsIT {
  private static final String OPERATOR = "operator";
  private static final String ACTIVATE = "{\"active\":true}";

  private static World world;

  /** An account is itself an iTwin, on which permissions can be held. */
  private final UUID account = UUID.randomUUID();

  private final String client = "client-" + UUID.randomUUID();
  private final Inbox inbox = world.receiver().inbox();

  @BeforeAll
  static void start() {
    world = World.named("access-settings");
    world
        .product()
        .with("webhooks.authorization.account-scope", "maintainer")
        .with("webhooks.token.admin-clients", OPERATOR)
        .with("webhooks.token.client-claim", "app,client_id")
        .with("webhooks.token.account-claim", "tenant")
        .with("webhooks.token.role-claim", "duties")
        .with("webhooks.token.scope-claim", "scope,permissions")
        .with("webhooks.token.user-claims", "person");
    world.start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @OnMicro
  @Test
  void invalidSettingRefusesTheStartAndIsLogged() {
    try (World refused = World.onH2("refused")) {
      refused.product().with("webhooks.access-control", "remote");

      assertThatThrownBy(refused::start).hasMessageContaining("did not start");
      // Not at the end, if the server is asked something while it stops.
      assertThat(refused.product().log()).contains("Setting webhooks.access-control");
    }
  }

  @Test
  void withoutAnIssuerAndItsKeysEveryCallIsRefused() {
    try (World unconfigured = World.named("unconfigured")) {
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
  void accountWebhookRestsOnThePermissionOnTheAccount() {
    assertForbidden(creates(draft()));
    world.moves(account, account.toString());
    assertForbidden(creates(draft()));
    world.grant(account, client);
    String path = registers(draft());

    world.revoke(account, client);

    assertForbidden(creates(draft()));
    assertInactive(path, draft());
  }

  @Test
  void removalOfTheAccountTakesItsWebhooksOutOfServiceHoweverItsIdIsWritten() {
    TokenBuilder shouting = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    world.moves(account, account.toString());
    world.grant(account, client);
    String path = registers(shouting);

    world
        .api()
        .delete("/admin/itwins/" + account)
        .as(world.tokens().administrator())
        .send()
        .is(204);

    assertInactive(path, shouting);
  }

  @Test
  void eventThatTellsOfTheAccountsRemovalDoesTheSame() {
    TokenBuilder shouting = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    world.moves(account, account.toString());
    world.grant(account, client);
    String path = registers(shouting);

    world.publishes(Event.ofITwin(account).ofType("iTwins.iTwinDeleted.v1").json()).is(202);

    assertInactive(path, shouting);
  }

  @Test
  void accountThatIsNoITwinHasAdministratorsOnly() {
    assertForbidden(creates(draft().with("tenant", "acme")));

    creates(draft().with("tenant", "acme").with("duties", List.of("Co-Administrator"))).is(202);
    assertForbidden(creates(draft().with("tenant", "acme").with("roles", "Co-Administrator")));
  }

  @Test
  void claimsAreReadUnderTheirOwnNames() {
    TokenBuilder administrator = draft().with("duties", "Account Administrator");

    Answer created = creates(administrator.with("email", "a@example.test")).is(202);
    assertThat(created.json().getString("scopeId")).isEqualTo(account.toString());
    assertForbidden(creates(administrator.with("person", "Jane")));
    TokenBuilder elsewhere = draft().without("tenant").with("org", account.toString());
    assertForbidden(creates(elsewhere.with("duties", "Account Administrator")));
    creates(draft().without("permissions")).isError(401, "Unauthorized");
  }

  @Test
  void namedServiceApplicationAdministersWithoutTheScope() {
    TokenBuilder operator = world.tokens().draft(OPERATOR, "operations");

    enters(operator).is(204);
    enters(world.tokens().draft("another", "operations")).isError(401, "Unauthorized");
    enters(operator.with("person", "Jane")).isError(401, "Unauthorized");
  }

  /** A token of the application in the words of these settings. */
  private TokenBuilder draft() {
    return new TokenBuilder(world.tokens())
        .with("app", client)
        .with("tenant", account.toString())
        .with("permissions", List.of("webhooks:modify"));
  }

  private Answer creates(TokenBuilder draft) {
    String body = Application.Body.ofAccount(inbox.url()).toString();
    return world.api().post("/webhooks").as(draft.rs256()).json(body).send();
  }

  /** Creates an active webhook; returns its path. */
  private String registers(TokenBuilder draft) {
    String path = "/webhooks/" + creates(draft).is(202).json().getString("id");
    world.api().patch(path).as(draft.rs256()).json(ACTIVATE).send().is(200);
    return path;
  }

  private static void assertInactive(String path, TokenBuilder owner) {
    Answer read = world.api().get(path).as(owner.rs256()).send().is(200);
    assertThat(read.json().getBoolean("active")).isFalse();
    assertForbidden(world.api().patch(path).as(owner.rs256()).json(ACTIVATE).send());
  }

  private Answer enters(TokenBuilder draft) {
    String path = "/admin/itwins/" + UUID.randomUUID();
    return world.api().put(path).as(draft.rs256()).json("{\"accountId\":\"a\"}").send();
  }

  private static void assertForbidden(Answer answer) {
    answer.isError(403, "InsufficientPermissions");
  }
}
