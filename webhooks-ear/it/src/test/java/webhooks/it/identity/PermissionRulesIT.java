package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Rows;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.token.TokenBuilder;

/** Checks who may create, read, change and delete webhooks. */
class PermissionRulesIT {
  private static final String MESSAGE =
      "The user has insufficient permissions for the requested operation.";
  private static final String ADMINISTRATOR = "Account Administrator";

  /** Changes that need the permission. */
  private static final List<String> CHANGES =
      List.of(
          "{\"active\":true}",
          "{\"secret\":\"" + "x".repeat(32) + "\"}",
          "{\"callbackUrl\":\"https://127.0.0.1/other\"}",
          "{\"eventTypes\":[\"iModels.iModelDeleted.v1\"]}",
          "{\"active\":false,\"secret\":\"" + "x".repeat(32) + "\"}");

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  static Stream<Arguments> userClaims() {
    return Stream.of(
        Arguments.of("email", "user@example.test"),
        Arguments.of("name", "A User"),
        Arguments.of("given_name", "A"),
        Arguments.of("family_name", "User"),
        Arguments.of("sid", "session"),
        Arguments.of("auth_time", 1_700_000_000),
        Arguments.of("amr", List.of("pwd")),
        Arguments.of("scp", "webhooks:modify"),
        Arguments.of("preferred_username", "user"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("userClaims")
  void userMayNotCreate(String claim, Object value) {
    TokenBuilder user = application.draft().with(claim, value);

    assertForbidden(create(user, ofAccount()));
    assertForbidden(create(user, "{}"));
  }

  @Test
  void userAdministratorMayNotCreate() {
    TokenBuilder user = application.draft().with("email", "a@example.test");

    assertForbidden(create(user.with("role", ADMINISTRATOR), ofAccount()));
  }

  @Test
  void treatsKeycloakServiceAccountAsApplication() {
    create(application.draft().with("preferred_username", "service-account-hooks"), ofAccount())
        .is(202);
  }

  @Test
  void refusesApplicationWithoutAccountBeforeTheBody() {
    assertForbidden(create(application.draft().without("org"), ofAccount()));
    assertForbidden(create(application.draft().without("org"), "{"));
  }

  @Test
  void acceptsAccountsOfUpTo128Characters() {
    create(application.draft().with("org", "a".repeat(128)), ofAccount()).is(202);

    assertForbidden(create(application.draft().with("org", "a".repeat(129)), ofAccount()));
    assertForbidden(create(application.draft().with("org", " "), ofAccount()));
    assertForbidden(create(application.draft().with("org", List.of("a")), ofAccount()));
  }

  @Test
  void refusesApplicationWithoutPermissionOnTheITwin() {
    UUID iTwin = environment.createITwin(application.account());
    environment.grant(iTwin, "somebody-else");

    assertForbidden(create(application.draft(), ofITwin(iTwin)));
  }

  @Test
  void applicationMayCreateOnAnotherAccountsITwin() {
    UUID iTwin = environment.createITwin("account-" + UUID.randomUUID());
    environment.grant(iTwin, application.clientId());

    create(application.draft(), ofITwin(iTwin)).is(202);
  }

  @Test
  void unknownITwinLooksLikeAMissingPermission() {
    assertForbidden(create(application.draft(), ofITwin(UUID.randomUUID())));
    assertForbidden(
        create(
            application.draft().with("roles", List.of(ADMINISTRATOR)), ofITwin(UUID.randomUUID())));
  }

  @ParameterizedTest
  @ValueSource(strings = {ADMINISTRATOR, "Co-Administrator", "CONNECT Services Administrator"})
  void onlyTheOwningOrganizationsAdministratorMayCreate(String role) {
    UUID own = environment.createITwin(application.account());
    UUID foreign = environment.createITwin("account-" + UUID.randomUUID());

    create(application.draft().with("roles", List.of("x", role)), ofITwin(own)).is(202);
    create(application.draft().with("role", role), ofITwin(own)).is(202);
    assertForbidden(create(application.draft().with("roles", List.of(role)), ofITwin(foreign)));
    assertForbidden(
        create(
            application.draft().with("roles", List.of(role.toLowerCase(Locale.ROOT))),
            ofITwin(own)));
  }

  @Test
  void checksTheBodyBeforeThePermission() {
    String body = Rows.merge(Rows.parse(ofITwin(UUID.randomUUID())), Rows.parse("{'foo':1}")) + "";

    create(application.draft(), body)
        .isError(422, "InvalidCreateWebhookRequest", "InvalidProperty foo");
  }

  @Test
  void revokedPermissionDeactivatesAndForbidsActivation() {
    UUID iTwin = application.createMaintainedITwin();
    Registered webhook = application.register(inbox, iTwin);

    environment.revoke(iTwin, application.clientId());

    assertThat(application.get(webhook).is(200).json().getBoolean("active")).isFalse();
    for (String change : CHANGES) {
      assertForbidden(application.patch(webhook, change));
    }
    String rotate = "/webhooks/" + webhook.id() + "/rotate-secret";
    assertForbidden(post(rotate, "{}", application.token()));
    application.patch(webhook, "{}").is(200);
    application.patch(webhook, "{\"active\":false}").is(200);
    application
        .patch(webhook, "{\"active\":true,\"foo\":1}")
        .isError(422, "InvalidUpdateWebhookRequest", "InvalidProperty foo");
  }

  @Test
  void tokenWithoutAnAccountOnlyDeactivates() {
    Registered webhook = application.register(inbox);
    String nowhere = application.draft().without("org").rs256();
    String another = environment.application().draft().without("org").rs256();
    String path = "/webhooks/" + webhook.id();
    String stop = "{\"active\":false}";

    for (String change : CHANGES) {
      assertForbidden(environment.api().patch(path).as(nowhere).json(change).send());
    }
    assertForbidden(
        environment.api().patch(path).as(nowhere).json("{\"active\":false,\"foo\":1}").send());
    environment.api().patch(path).as(another).json(stop).send().isError(404, "WebhookNotFound");
    Answer stopped = environment.api().patch(path).as(nowhere).json(stop).send().is(200);
    assertThat(stopped.json().getBoolean("active")).isFalse();
  }

  @Test
  void changeOfAccountDeactivatesOldWebhooks() {
    UUID iTwin = environment.createITwin(application.account());
    String token = application.draft().with("roles", List.of(ADMINISTRATOR)).rs256();
    String id =
        create(application.draft().with("roles", List.of(ADMINISTRATOR)), ofITwin(iTwin))
            .is(202)
            .json()
            .getString("id");
    String path = "/webhooks/" + id;
    environment.api().patch(path).as(token).json("{\"active\":true}").send().is(200);
    Application granted = environment.application();
    environment.grant(iTwin, granted.clientId());
    Registered resting = granted.register(inbox, iTwin);

    environment.assignAccount(iTwin, "account-" + UUID.randomUUID());

    assertThat(environment.api().get(path).as(token).send().is(200).json().getBoolean("active"))
        .isFalse();
    assertForbidden(environment.api().patch(path).as(token).json("{\"active\":true}").send());
    assertThat(granted.get(resting).is(200).json().getBoolean("active")).isFalse();
    assertForbidden(granted.patch(resting, "{\"active\":true}"));
  }

  private Answer post(String path, String body, String token) {
    return environment.api().post(path).as(token).json(body).send();
  }

  private Answer create(TokenBuilder draft, String body) {
    return environment.api().post("/webhooks").as(draft.rs256()).json(body).send();
  }

  private String ofAccount() {
    return Application.Body.ofAccount(inbox.url()).toString();
  }

  private String ofITwin(UUID iTwin) {
    return Application.Body.ofITwin(inbox.url(), iTwin).toString();
  }

  private static void assertForbidden(Answer answer) {
    answer.isError(403, "InsufficientPermissions").hasMessage(MESSAGE);
  }
}
