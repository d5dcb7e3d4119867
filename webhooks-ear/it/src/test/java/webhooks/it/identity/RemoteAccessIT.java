package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.NeedsServers;

/** Checks permissions that another service keeps. */
class RemoteAccessIT {
  private static final String ADMINISTRATOR = "Account Administrator";
  private static final String ACTIVATE = "{\"active\":true}";

  private static PermissionService service;
  private static TestEnvironment environment;

  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @BeforeAll
  static void start() {
    service = new PermissionService();
    environment = TestEnvironment.named("remote-access");
    environment
        .product()
        .with("webhooks.access-control", "remote")
        .with("webhooks.access-control.url", service.url().toString());
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    service.close();
  }

  @BeforeEach
  void resetTheService() {
    service.up();
  }

  @Test
  void applicationWithPermissionGetsTheITwinsEvents() {
    UUID iTwin = service.iTwin("account-" + UUID.randomUUID());
    service.grant(iTwin, application.clientId());
    application.register(inbox, iTwin);
    Event event = Event.ofITwin(iTwin).inAccount("account of the iTwin");

    environment.producer().publish(event);

    // The product sends the token only to the permission service.
    assertThat(inbox.awaitEvent(event.messageId()).hasHeader("Authorization")).isFalse();
  }

  @Test
  void refusesApplicationWithoutPermissionOrKnownITwin() {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, "somebody-else");

    assertForbidden(create(application.token(), iTwin));
    assertForbidden(create(application.token(), UUID.randomUUID()));
  }

  @Test
  void onlyTheOwningOrganizationsAdministratorMayCreate() {
    String token = application.draft().with("roles", List.of(ADMINISTRATOR)).rs256();

    create(token, service.iTwin(application.account())).is(202);
    assertForbidden(create(token, service.iTwin("account-" + UUID.randomUUID())));
    assertForbidden(create(token, UUID.randomUUID()));
  }

  @Test
  void revokedPermissionForbidsChangesExceptDeactivation() {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    Registered webhook = application.register(inbox, iTwin);

    service.revoke(iTwin);

    assertForbidden(application.patch(webhook, ACTIVATE));
    assertForbidden(application.patch(webhook, "{\"secret\":\"" + "x".repeat(32) + "\"}"));
    assertThat(application.get(webhook).is(200).json().getBoolean("active")).isTrue();
    application.patch(webhook, "{\"active\":false}").is(200);
  }

  @ParameterizedTest
  @EnumSource
  void faultyServiceIsUnavailableInTimeForChangesOnly(PermissionServiceFault outage) {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    Registered webhook = application.register(inbox, iTwin);

    outage.apply(service);

    Duration limit = Duration.ofMillis(6_500);
    assertThat(Timing.of(limit, () -> assertUnavailable(create(application.token(), iTwin))))
        .isLessThan(limit);
    assertUnavailable(application.patch(webhook, ACTIVATE));
    application.get(webhook).is(200);
    application.patch(webhook, "{\"active\":false}").is(200);
    application.create(Application.Body.ofAccount(inbox.url()));
    service.up();
    application.patch(webhook, ACTIVATE).is(200);
  }

  /** Without a bound, each request of another caller waits as long as the checks: five seconds. */
  @Test
  void slowServiceDelaysNoOtherCaller() {
    PermissionServiceFault.SLOW.apply(service);

    assertThat(new SlowChecks(environment, service).medianOfOtherCaller())
        .isLessThan(Duration.ofMillis(2_500));
  }

  @Test
  void productAdministratorListsAndDeactivatesWebhooks() {
    Registered webhook = application.register(inbox);
    Administration administration = new Administration(environment);

    assertThat(administration.all("/admin/webhooks?accountId=" + application.account(), "webhooks"))
        .hasSize(1);
    administration.post("/admin/webhooks/" + webhook.id() + "/deactivate").is(200);
    administration.get("/admin/invalid-events").is(200);
    assertThat(administration.all("/admin/audit?accountId=" + application.account(), "acts"))
        .hasSize(3);
  }

  @Test
  void doesNotFollowRedirectsWithTheToken() {
    UUID iTwin = service.iTwin(application.account());
    try (PermissionService elsewhere = new PermissionService()) {
      elsewhere.respondWith("{\"permissions\":[\"webhooks_maintainer\"]}");
      service.respondWith(
          exchange -> {
            String target = elsewhere.url() + exchange.getRequestURI().toString();
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(307, -1);
          });

      assertUnavailable(create(application.token(), iTwin));

      assertThat(service.requests(iTwin)).isEqualTo(1);
      assertThat(elsewhere.requests()).isZero();
    }
  }

  @Test
  void cachesPermissionsByTokenAndITwin() {
    UUID iTwin = service.iTwin(application.account());
    UUID other = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    String token = application.token();

    String id = create(token, iTwin).is(202).json().getString("id");
    service.revoke(iTwin);
    create(token, iTwin).is(202);
    environment.api().patch("/webhooks/" + id).as(token).json(ACTIVATE).send().is(200);

    assertThat(service.requests(iTwin)).isEqualTo(1);
    assertForbidden(create(application.token(), iTwin));
    assertThat(service.requests(iTwin)).isEqualTo(2);
    assertForbidden(create(token, other));
    assertThat(service.requests(other)).isEqualTo(1);
  }

  @Test
  void cachesRefusalForFiveSeconds() {
    UUID iTwin = service.iTwin(application.account());
    String token = application.token();
    Instant begin = Instant.now();

    assertForbidden(create(token, iTwin));
    service.grant(iTwin, application.clientId());
    assertForbidden(create(token, iTwin));
    await("the cached refusal to expire").until(() -> create(token, iTwin).status() == 202);

    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
    assertThat(service.requests(iTwin)).isEqualTo(2);
  }

  @NeedsServers
  @Test
  void cachesPermissionForAMinute() {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    String token = application.token();
    Instant begin = Instant.now();

    create(token, iTwin).is(202);
    service.revoke(iTwin);
    await("the cached permission to expire")
        .atMost(Duration.ofSeconds(70))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> create(token, iTwin).status() == 403);

    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMinutes(1));
    assertThat(service.requests(iTwin)).isEqualTo(2);
  }

  @Test
  void userAdministratorReadsAndActivatesButDoesNotCreate() {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    Registered webhook = application.create(Application.Body.ofITwin(inbox.url(), iTwin));
    String path = "/webhooks/" + webhook.id();
    String own = environment.tokens().accountAdministrator(application.account());
    String foreign = environment.tokens().accountAdministrator("account-" + UUID.randomUUID());

    environment.api().get(path).as(own).send().is(200);
    environment.api().patch(path).as(own).json(ACTIVATE).send().is(200);
    assertForbidden(create(own, iTwin));
    environment.api().get(path).as(foreign).send().isError(404, "WebhookNotFound");
    environment.api().patch(path).as(foreign).json(ACTIVATE).send().isError(404, "WebhookNotFound");
  }

  @Test
  void rejectsEventWithoutItsAccount() {
    UUID iTwin = service.iTwin(application.account());
    service.grant(iTwin, application.clientId());
    application.register(inbox, iTwin);
    Event without = Event.ofITwin(iTwin);
    Event with = Event.ofITwin(iTwin).inAccount("account of the iTwin");

    environment.producer().publish(without, with);

    inbox.awaitEvent(with.messageId());
    JsonObject rejected = new RejectedEvents(environment).awaitBody(without.messageId() + "");
    assertThat(rejected.getString("reason"))
        .isEqualTo("The account of the event's iTwin is not known.");
    assertThat(inbox.receipts(without.messageId())).isEmpty();
  }

  @Test
  void hasNoOperationsOnITwinsAndGrants() {
    String path = "/admin/itwins/" + UUID.randomUUID();
    String token = environment.tokens().administrator();

    for (String one : List.of(path, path + "/permissions/client")) {
      assertNoSuchOperation(environment.api().get(one).as(token).send());
      assertNoSuchOperation(environment.api().put(one).as(token).json("{}").send());
    }
  }

  @Test
  void logsNoToken() {
    UUID iTwin = service.iTwin(application.account());
    service.respondWith(500);
    assertUnavailable(create(application.token(), iTwin));

    String log = environment.product().log();

    assertThat(log).contains("Permissions can't be asked for the moment: status 500");
    assertThat(Secrets.all()).noneMatch(log::contains);
  }

  private Answer create(String token, UUID iTwin) {
    String body = Application.Body.ofITwin(inbox.url(), iTwin).toString();
    return environment.api().post("/webhooks").as(token).json(body).send();
  }

  private static void assertNoSuchOperation(Answer answer) {
    answer.isError(404, "ResourceNotFound", "OperationNotFound");
  }

  private static void assertForbidden(Answer answer) {
    answer.isError(403, "InsufficientPermissions");
  }

  private static void assertUnavailable(Answer answer) {
    answer.isError(503, "ServiceUnavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }
}
