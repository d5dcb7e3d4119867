package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;

/** Sessions of the portal, from the application's request to what their users may do. */
class PortalIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Api api = environment.api();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  private static JsonObjectBuilder session(String expires) {
    return Json.createObjectBuilder().add("user", "anna").add("expires", expires);
  }

  private JsonObject create(JsonObjectBuilder request) {
    return create(application, request);
  }

  private JsonObject create(Application by, JsonObjectBuilder request) {
    return api.post("/portal-sessions")
        .as(by.token())
        .json(request.build().toString())
        .send()
        .is(201)
        .json();
  }

  private static String code(JsonObject created) {
    return Secrets.remember(created.getString("url").replaceFirst(".*#code=", ""));
  }

  private Answer redeem(String code) {
    return api.post("/portal-sessions/redeem").json("{\"code\":\"" + code + "\"}").send();
  }

  private String open(JsonObjectBuilder request) {
    return token(create(request));
  }

  private String token(JsonObject created) {
    return Secrets.remember(redeem(code(created)).is(200).json().getString("token"));
  }

  private Answer get(String path, String token) {
    return api.get(path).as(token).send();
  }

  @Test
  void userHasTheRightsOfTheAccountsAdministrator() {
    Registered webhook = application.register(inbox);
    Registered ofOther = environment.application(application.account()).register(inbox);
    String path = "/webhooks/" + webhook.id();
    String token = open(session("PT10M"));

    assertThat(get("/webhooks", token).is(200).body()).contains(webhook.id(), ofOther.id());
    api.patch(path).as(token).json("{\"eventTypes\":[\"" + Event.DELETED + "\"]}").send().is(200);
    api.post("/webhooks")
        .as(token)
        .json(Application.Body.ofAccount(inbox.url()).toString())
        .send()
        .isError(403, "InsufficientPermissions");
    get("/admin/webhooks", token).isError(401, "Unauthorized");
    api.post("/events")
        .as(token)
        .json(Event.ofAccount(application.account()).json())
        .send()
        .isError(401, "Unauthorized");
    api.post("/portal-sessions")
        .as(token)
        .json(session("PT1H").build().toString())
        .send()
        .isError(401, "Unauthorized");
  }

  @Test
  void userSeesNoOtherAccount() {
    Registered elsewhere = environment.application().register(inbox);
    String token = open(session("PT10M"));

    get("/webhooks/" + elsewhere.id(), token).isError(404, "WebhookNotFound");
    assertThat(get("/webhooks", token).is(200).body()).doesNotContain(elsewhere.id());
    api.post("/portal-sessions")
        .as(application.token())
        .json(session("PT1M").add("accountId", "account-" + UUID.randomUUID()).build().toString())
        .send()
        .isError(403, "InsufficientPermissions");
  }

  @Test
  void auditTrailNamesTheUser() {
    Registered webhook = application.register(inbox);
    JsonObject created = create(session("PT10M"));
    String token = token(created);
    api.delete("/webhooks/" + webhook.id()).as(token).send().is(204);

    List<JsonObject> acts =
        new Administration(environment)
            .all("/admin/audit?accountId=" + application.account() + "&$top=100", "acts");

    assertThat(acts)
        .filteredOn(act -> act.getString("user", "").equals("portal:anna"))
        .extracting(act -> act.getString("action"))
        .containsExactly("webhook.deleted", "portalSession.opened");
    assertThat(acts)
        .filteredOn(act -> act.getString("action").equals("portalSession.created"))
        .extracting(act -> act.getString("detail"))
        .containsExactly("id=" + created.getString("id") + " user=anna");
  }

  @Test
  void oneOfManyBrowsersOpensTheLink() {
    String code = code(create(session("PT10M")));

    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 6)
            .mapToObj(each -> CompletableFuture.supplyAsync(() -> redeem(code)))
            .toList();

    assertThat(all)
        .extracting(answer -> answer.join().status())
        .containsOnlyOnce(200)
        .allMatch(status -> status == 200 || status == 404);
    redeem(code).isError(404, "PortalSessionNotFound");
  }

  @Test
  void readOnlyAndPagesTakeRightsAway() {
    String path = "/webhooks/" + application.register(inbox).id();
    String token =
        open(
            session("PT10M")
                .add("readOnly", true)
                .add("pages", Json.createArrayBuilder().add("deliveries")));

    get("/webhooks", token).is(200);
    get(path + "/deliveries", token).is(200);
    get(path + "/options", token).isError(403, "InsufficientPermissions");
    get(path + "/audit", token).isError(403, "InsufficientPermissions");
    get("/event-types", token).isError(403, "InsufficientPermissions");
    api.post(path + "/recover")
        .as(token)
        .json("{\"since\":\"2026-01-01T00:00:00Z\"}")
        .send()
        .isError(401, "Unauthorized");
    api.delete(path).as(token).send().isError(401, "Unauthorized");
  }

  @Test
  void sessionEndsAtItsTime() {
    String token = open(session("PT3S"));
    get("/webhooks", token).is(200);

    await().atMost(Duration.ofSeconds(10)).until(() -> get("/webhooks", token).status() == 401);
  }

  @Test
  void revokedSessionIsRefusedWithinSeconds() {
    JsonObject created = create(session("PT10M"));
    String token = token(created);
    get("/webhooks", token).is(200);
    String path = "/portal-sessions/" + created.getString("id");
    api.delete(path)
        .as(environment.application().token())
        .send()
        .isError(404, "PortalSessionNotFound");

    api.delete(path).as(application.token()).send().is(204);

    await().atMost(Duration.ofSeconds(10)).until(() -> get("/webhooks", token).status() == 401);
    api.delete(path).as(application.token()).send().isError(404, "PortalSessionNotFound");
  }

  @Test
  void userLogsOut() {
    String token = open(session("PT10M"));
    String other = open(session("PT10M"));

    api.delete("/portal-sessions/current").as(token).send().is(204);

    await().atMost(Duration.ofSeconds(10)).until(() -> get("/webhooks", token).status() == 401);
    get("/webhooks", other).is(200);
  }

  @Test
  void pageAllowsFramesOfTheOperatorsOriginsOnly() {
    Api files = Api.undescribed(URI.create("http://127.0.0.1:" + environment.product().port()));
    Answer portal = files.get("/console/portal").send().is(200);
    Answer console = files.get("/console/").send().is(200);

    assertThat(portal.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors https://app.example.com;", "trusted-types 'none'");
    // Payara adds SAMEORIGIN, which browsers ignore beside the policy.
    assertThat(portal.headers().allValues("X-Frame-Options")).doesNotContain("DENY");
    assertThat(portal.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(portal.body()).contains("<meta name=\"issuer\" content=\"\">");
    assertThat(console.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none';");
    assertThat(console.headers().firstValue("X-Frame-Options")).contains("DENY");
    for (String path : List.of("/console", "/console/x", "/console/portal.css")) {
      assertThat(files.get(path).send().headers().allValues("X-Frame-Options"))
          .as(path)
          .contains("DENY");
    }
  }

  @Test
  void noLogHasACodeOrAToken() {
    JsonObject created = create(session("PT10M"));
    String code = code(created);
    String token = token(created);
    get("/webhooks", token).is(200);
    get("/webhooks/x", token).is(404);
    redeem(code).is(404);

    assertThat(environment.product().log()).doesNotContain(code, token);
  }
}
