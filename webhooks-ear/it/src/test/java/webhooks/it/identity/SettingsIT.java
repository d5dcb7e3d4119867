package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.delivery.trace.TracedEvent;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.AttemptLines;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.OtlpReceiver;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.RunSettings;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;

/** Checks access and rate limit under settings that differ from the defaults. */
class SettingsIT {
  private static final int PER_MINUTE = 60;
  private static final String OPERATOR = "operator";
  private static final String ACTIVATE = "{\"active\":true}";

  private static final String API_KEY = Secrets.random();

  private static TestEnvironment environment;
  private static OtlpReceiver spans;

  /** The account is an iTwin itself, so grants can name it. */
  private final UUID account = UUID.randomUUID();

  private final String client = "client-" + UUID.randomUUID();
  private final Inbox inbox = environment.receiver().inbox();

  @BeforeAll
  static void start() {
    spans = new OtlpReceiver();
    environment = TestEnvironment.named("settings");
    environment
        .product()
        .with("webhooks.authorization.account-scope", "maintainer")
        .with("mp.jwt.verify.audiences", Tokens.AUDIENCE)
        .with("webhooks.token.admin-clients", OPERATOR)
        .with("webhooks.token.client-claim", "app,client_id")
        .with("webhooks.token.account-claim", "tenant")
        .with("webhooks.token.role-claim", "duties")
        .with("webhooks.token.scope-claim", "scope,permissions")
        .with("webhooks.token.user-claims", "person")
        .with("webhooks.log.attempts", "all")
        .with("webhooks.log.format", "json")
        .with("webhooks.delivery.tracestate", "true")
        .with("otel.exporter.otlp.endpoint", spans.url().toString())
        .with("otel.exporter.otlp.headers", OtlpReceiver.HEADER + "=" + API_KEY)
        .with("webhooks.rate-limit", Integer.toString(PER_MINUTE));
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    spans.close();
  }

  /** On Micro, PackagingIT starts the product without settings. */
  @OnPayara
  @OnWildFly
  @Test
  void withoutAnIssuerAndItsKeysEveryCallIsRefused() {
    try (TestEnvironment unconfigured = TestEnvironment.named("unconfigured")) {
      unconfigured
          .product()
          .with("mp.jwt.verify.issuer", null)
          .with("mp.jwt.verify.publickey.location", null)
          .start();
      unconfigured.api().assertUnauthorized(unconfigured.application().token());
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
    TokenBuilder inUpperCase = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(inUpperCase);

    environment
        .api()
        .delete("/admin/itwins/" + account)
        .as(environment.tokens().administrator())
        .send()
        .is(204);

    assertInactive(path, inUpperCase);
  }

  @Test
  void eventOfTheAccountsRemovalDeactivatesToo() {
    TokenBuilder inUpperCase = draft().with("tenant", account.toString().toUpperCase(Locale.ROOT));
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(inUpperCase);

    environment.publish(Event.ofITwin(account).ofType("iTwins.iTwinDeleted.v1").json()).is(202);

    assertInactive(path, inUpperCase);
  }

  @Test
  void onlyAdministratorsMaintainAccountsThatAreNoITwins() {
    assertForbidden(create(draft().with("tenant", "acme")));

    create(draft().with("tenant", "acme").with("duties", List.of("Co-Administrator"))).is(202);
    assertForbidden(create(draft().with("tenant", "acme").with("roles", "Co-Administrator")));
  }

  /** Servers with a limited log keep the lines of attempts apart from it. */
  @Test
  void logsEachAttemptInTheLogOfAttempts() {
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(draft());
    Event event = Event.ofAccount(account.toString());

    environment.publish(event.json()).is(202);
    inbox.awaitEvent(event.messageId());

    JsonObject line = new AttemptLines(environment.product()).awaitJson(event.messageId());
    assertThat(line.getString("logger")).isEqualTo("webhooks.attempts");
    assertThat(line.getString("webhook")).isEqualTo(path.replace("/webhooks/", ""));
    assertThat(line.getInt("attempt")).isEqualTo(1);
    assertThat(line.getString("status")).isEqualTo("succeeded");
    if (!RunSettings.server().equals("micro")) {
      assertThat(environment.product().log()).doesNotContain("attempt delivery=");
    }
  }

  @Test
  void eventIsTracedFromItsProducerToTheOtlpReceiver() {
    environment.assignAccount(account, account.toString());
    environment.grant(account, client);
    String path = register(draft());

    new TracedEvent(environment, spans, path, draft().rs256(), inbox)
        .assertTraced(account.toString(), API_KEY);
  }

  /** On other servers, the lines of the server keep the server's format. */
  @Test
  void linesOfTheProductAreJson() {
    list("no token").isError(401, "Unauthorized");

    Product product = environment.product();
    await("the line of the refused call")
        .until(() -> product.log().contains("\"logger\":\"webhooks.access\""));
    List<String> lines = product.log().lines().toList();
    // The last line may be incomplete.
    for (String line : lines.subList(0, lines.size() - 1)) {
      if (line.startsWith("{\"time\"") || RunSettings.server().equals("micro")) {
        assertThat(AttemptLines.json(line).keySet())
            .contains("time", "level", "logger", "thread", "message");
      } else {
        assertThat(line).doesNotContain("refused status=");
      }
    }
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

  @Test
  void limitsTheRequestsOfAClient() {
    String token = draft().rs256();
    Instant begin = Instant.now();
    Answer answer = list(token);
    int answered = 0;
    while (answer.status() == 200) {
      answered++;
      answer = list(token);
    }

    long minutes = Duration.between(begin, Instant.now()).toMinutes() + 1;
    assertThat((long) answered).isBetween((long) PER_MINUTE, PER_MINUTE * minutes);
    answer
        .isError(429, "RateLimitExceeded")
        .hasMessage(
            "The client sent more requests than allowed by this API for the current tier of the"
                + " client.");
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 61L);
    assertThat(answer.headers().firstValue("ITwinPlatform-RateLimited-Tier")).isPresent();
    assertThat(answer.headers().firstValue("ITwinPlatform-RateLimited-Application")).isPresent();
    list(draft().with("app", "another").rs256()).is(200);
  }

  @Test
  void checksTheRateBeforeTheBodyAndAfterTheToken() {
    String token = draft().rs256();
    Answer answer = list(token);
    while (answer.status() == 200) {
      answer = list(token);
    }

    // The limit may allow one more request by now, which is refused for its type.
    await()
        .until(() -> postPlainText(token), last -> last.status() != 415)
        .isError(429, "RateLimitExceeded");
    list(draft().with("permissions", "other").rs256()).isError(401, "Unauthorized");
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

  private static Answer postPlainText(String token) {
    return environment.api().post("/webhooks").as(token).body("text/plain", "x").send();
  }

  private static Answer list(String token) {
    return environment.api().get("/webhooks").as(token).send();
  }
}
