package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;

/** The audit log has every successful action once, and no refused one. */
class AuditIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);
  private final String ofAccount = "/admin/audit?accountId=" + application.account();

  /** Returns the audit entries of this test's account from the oldest to the newest. */
  private List<JsonObject> entries() {
    List<JsonObject> acts = administration.all(ofAccount + "&$top=100", "acts");
    Collections.reverse(acts);
    return acts;
  }

  /** Returns the action and the detail of an entry in one line. */
  private static String line(JsonObject entry) {
    return (entry.getString("action") + " " + entry.getString("detail", "")).strip();
  }

  private List<String> lines() {
    return entries().stream().map(AuditIT::line).toList();
  }

  private Answer send(String method, String path, String body, String token) {
    Api api = environment.api();
    Api.Request request =
        switch (method) {
          case "POST" -> api.post(path);
          case "PUT" -> api.put(path);
          default -> api.delete(path);
        };
    return (body == null ? request : request.json(body)).as(token).send();
  }

  @Test
  void recordsChangesOfAWebhookWithoutUrlAndSecret() {
    URI url = URI.create(inbox.url() + "?key=credential");
    Registered webhook = application.create(Body.ofAccount(url));
    String path = "/webhooks/" + webhook.id();
    application.activate(webhook);
    application.activate(webhook);
    String secret = Secrets.random();
    application
        .patch(
            webhook,
            "{\"callbackUrl\":\"%s\",\"secret\":\"%s\",\"eventTypes\":[\"%s\"]}"
                .formatted(inbox.url() + "?key=other", secret, Event.DELETED))
        .is(200);
    application.patch(webhook, "{}").is(200);
    send("POST", path + "/rotate-secret", "{}", application.token()).is(200);
    application.deactivate(webhook);
    send("DELETE", path, null, application.token()).is(204);

    assertThat(lines())
        .containsExactly(
            "webhook.created",
            "webhook.activated",
            "webhook.updated callbackUrl, secret, eventTypes",
            "secret.rotated",
            "webhook.deactivated owner",
            "webhook.deleted");
    for (JsonObject entry : entries()) {
      assertThat(entry.getString("clientId")).isEqualTo(application.clientId());
      assertThat(entry.getString("accountId")).isEqualTo(application.account());
      assertThat(entry.getString("webhookId")).isEqualTo(webhook.id());
      assertThat(entry).doesNotContainKeys("user", "iTwinId");
      assertThat(Instant.parse(entry.getString("time")))
          .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
    }
    assertThat(administration.get(ofAccount).body())
        .doesNotContain(webhook.secret())
        .doesNotContain(secret)
        .doesNotContain("https:")
        .doesNotContain("credential");
  }

  @Test
  void recordsTheUserBehindAnApplication() {
    Registered webhook = application.register(inbox);
    String user =
        application
            .draft()
            .with("client_id", "console")
            .with("email", "admin@example.test")
            .with("sub", "user-7")
            .with("role", "Account Administrator")
            .rs256();

    environment
        .api()
        .patch("/webhooks/" + webhook.id())
        .as(user)
        .json("{\"active\":false}")
        .send()
        .is(200);

    JsonObject last = entries().get(2);
    assertThat(line(last)).isEqualTo("webhook.deactivated owner");
    assertThat(last.getString("user")).isEqualTo("user-7");
    assertThat(last.getString("clientId")).isEqualTo("console");
  }

  @Test
  void recordsNoRefusedAction() {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));
    String path = "/webhooks/" + webhook.id();
    String other = environment.application(application.account()).token();

    application.post(Body.ofITwin(inbox.url(), UUID.randomUUID()).toString()).is(403);
    application.post("{}").is(422);
    application.patch(webhook, "{\"callbackUrl\":\"http://example.com/\"}").is(422);
    send("DELETE", path, null, other).is(404);
    send("POST", path + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}", application.token())
        .is(422);
    send("POST", path + "/rotate-secret", "{\"secret\":\"short\"}", application.token()).is(422);

    assertThat(lines()).containsExactly("webhook.created");
  }

  @Test
  void recordsRecoveriesWithTheirCount() {
    inbox.respondWith(500);
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    List<Event> events = history.publishAndReceive(2);
    String id =
        events.stream()
            .map(event -> history.awaitStatus(event, "exhausted").getString("id"))
            .toList()
            .get(0);
    inbox.respondWith(204);
    history.recover("{\"since\":\"2026-01-01T00:00:00Z\"}").is(202);
    events.forEach(event -> history.awaitStatus(event, "succeeded"));
    history.redeliver(id).is(202);
    administration
        .post(
            "/admin/webhooks/" + webhook.id() + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}")
        .is(202);
    administration.post("/admin/webhooks/" + webhook.id() + "/deactivate").is(200);
    administration.post("/admin/webhooks/" + webhook.id() + "/deactivate").is(200);

    List<JsonObject> acts = entries();
    assertThat(acts.subList(2, acts.size()).stream().map(AuditIT::line))
        .containsExactly(
            "deliveries.recovered count=2",
            "delivery.redelivered delivery=" + id,
            "deliveries.recovered count=0",
            "webhook.deactivated administrator");
    assertThat(acts)
        .extracting(entry -> entry.getString("clientId"))
        .endsWith(application.clientId(), "administrator", "administrator");
  }

  @Test
  void recordsChangesOfITwinsAndPermissions() {
    UUID iTwin = application.createMaintainedITwin();
    Registered webhook = application.register(inbox, iTwin, Event.CREATED);
    environment.grant(iTwin, application.clientId());
    environment.revoke(iTwin, application.clientId());
    environment.grant(iTwin, application.clientId());
    application.activate(webhook);
    environment.assignAccount(iTwin, application.account());
    send("DELETE", "/admin/itwins/" + iTwin, null, environment.tokens().administrator()).is(204);
    send("DELETE", "/admin/itwins/" + iTwin, null, environment.tokens().administrator()).is(404);

    String permission = "webhooks_maintainer of " + application.clientId();
    assertThat(lines())
        .containsExactly(
            "itwin.put",
            "permissions.granted " + permission,
            "webhook.created",
            "webhook.activated",
            "permissions.revoked " + permission,
            "webhook.deactivated permissionRemoved",
            "permissions.granted " + permission,
            "webhook.activated",
            "itwin.removed",
            "webhook.deactivated permissionRemoved");
    for (JsonObject entry : entries()) {
      assertThat(entry.getString("iTwinId")).isEqualTo(iTwin.toString());
      boolean ofWebhook = entry.getString("action").startsWith("webhook.");
      assertThat(entry.getString("webhookId", "")).isEqualTo(ofWebhook ? webhook.id() : "");
      boolean byOwner = ofWebhook && !entry.getString("action").endsWith("deactivated");
      assertThat(entry.getString("clientId"))
          .isEqualTo(byOwner ? application.clientId() : "administrator");
    }
  }

  @Test
  void recordsAChangeOfAccount() {
    UUID iTwin = environment.createITwin("elsewhere");

    environment.assignAccount(iTwin, application.account());

    assertThat(lines()).containsExactly("itwin.moved from elsewhere");
  }

  @Test
  void recordsReplayedEvents() {
    String client = "replayer-" + UUID.randomUUID();
    String token =
        environment.tokens().draft(client, "operations").with("scope", "webhooks:admin").rs256();
    String since = Instant.now().minusSeconds(60).toString();
    String path = "/admin/invalid-events/replay";
    send("POST", path, "{\"ids\":[\"ID:" + UUID.randomUUID() + "\"]}", token).is(202);
    send("POST", path, "{\"ids\":[]}", token).is(422);

    // Other tests replay at the same time, so only the entries of this client count.
    assertThat(administration.all("/admin/audit?since=" + since, "acts"))
        .filteredOn(entry -> entry.getString("clientId").equals(client))
        .map(AuditIT::line)
        .containsExactly("events.replayed count=0");
  }

  @Test
  void pagesHoldEachEntryOnceNewestFirst() {
    Registered webhook = application.register(inbox);
    for (int i = 0; i < 4; i++) {
      application.deactivate(webhook);
      application.activate(webhook);
    }
    List<JsonObject> all = administration.all(ofAccount, "acts");
    assertThat(all).hasSize(10);

    assertThat(administration.all(ofAccount + "&$top=3", "acts")).isEqualTo(all);
    String third = all.get(2).getString("time");
    assertThat(administration.all(ofAccount + "&since=" + third, "acts"))
        .contains(all.get(0), all.get(1), all.get(2))
        .doesNotContain(all.get(9));
    assertThat(administration.all(ofAccount + "&until=" + third + "&$top=2", "acts"))
        .contains(all.get(9))
        .doesNotContain(all.get(2));
    assertThat(administration.all("/admin/audit?accountId=nobody", "acts")).isEmpty();
  }

  @Test
  void recordsNoReadingAndPublishing() {
    Registered webhook = application.register(inbox);
    int before = entries().size();
    application.get(webhook).is(200);
    administration.get("/admin/webhooks").is(200);
    administration.get("/admin/audit?$top=1").is(200);
    environment.publish(Event.ofAccount(application.account()).json()).is(202);

    assertThat(entries()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0, $top",
    "since=yesterday, since",
    "since=2026-10-02T00:00:00Z&since=x, since",
    "until=2026-10-02, until",
    "accountId=a%0Ab, accountId",
    "continuationToken=abc, continuationToken"
  })
  void refusesABadParameterByItsName(String query, String target) {
    administration
        .get("/admin/audit?" + query)
        .isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void assertAdministratorsOnly() {
    Administration.assertAdministratorsOnly(environment, "GET", "/admin/audit");
  }
}
