package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.RawRequest;
import webhooks.it.harness.receiver.Inbox;

/** Builds a valid request for every operation of the API. */
final class SampleRequests {
  private static final String SOMETIME = "2026-01-01T00:00:00Z";
  private static final String EXPLAIN = "/explain?messageId=" + UUID.randomUUID();

  private final List<RawRequest> requests = new ArrayList<>();
  private final List<String> tokens;

  /** Creates a webhook with a delivery, a webhook to delete, and iTwins with a grant. */
  SampleRequests(TestEnvironment environment) {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    String delivery =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");
    addWebhooks(application, inbox, history.path());
    addDeliveries(application.token(), history.path() + "/deliveries", delivery);
    addEvents(environment, application);
    addAdministration(environment, application, inbox);
    addOperatorViews(environment.tokens().administrator());
    tokens = tokens(environment, application);
  }

  private void addWebhooks(Application application, Inbox inbox, String path) {
    String token = application.token();
    JsonObject account = Application.Body.ofAccount(inbox.url(), Event.CREATED, Event.DELETED);
    JsonObject iTwin = Application.Body.ofITwin(inbox.url(), application.createMaintainedITwin());
    JsonObject all = Json.createObjectBuilder(account).add("secret", Secrets.random()).build();
    JsonObject change = Json.createObjectBuilder(all).remove("scope").add("active", true).build();
    add(token, "POST", "/webhooks", all);
    add(token, "POST", "/webhooks", iTwin);
    add(token, "GET", "/webhooks", "");
    add(token, "GET", path, "");
    add(token, "PATCH", path, change);
    add(token, "PATCH", path, "{\"active\":true}");
    add(token, "DELETE", "/webhooks/" + application.create(account).id(), "");
    String secret = "\"secret\":\"" + Secrets.random() + "\"";
    String rotation = "{" + secret + ",\"previousSecretValidFor\":\"PT1H\"}";
    add(token, "POST", path + "/rotate-secret", rotation);
    addOptions(token, path);
    addAnswers(token, path);
    addSessionsAndAlerts(token);
    add(token, "POST", path + "/pause", "{\"until\":null}");
    add(token, "POST", path + "/resume", "");
    addTokenTest(token, "/webhooks/" + application.create(account).id() + "/options", inbox);
    String span = "\"since\":\"" + SOMETIME + "\",\"until\":\"" + SOMETIME + "\"";
    String recovery = "{" + span + ",\"status\":[\"exhausted\",\"cancelled\"]}";
    add(token, "POST", path + "/recover", recovery);
    addSearches(token, path, recovery);
    addTestsAndFigures(token, path);
  }

  private void addTestsAndFigures(String token, String path) {
    add(token, "POST", path + "/test", "");
    add(
        token,
        "POST",
        path + "/test",
        "{\"eventType\":\"iModels.iModelCreated.v1\",\"content\":{}}");
    add(token, "POST", path + "/verify", "{\"method\":\"challenge\"}");
    add(token, "GET", path + "/verify", "");
    add(token, "GET", path + "/audit?action=webhook.created&since=" + SOMETIME, "");
    add(token, "GET", path + "/statistics?window=P1D", "");
    add(token, "GET", path + "/statistics/timeline?window=P7D", "");
    add(token, "GET", path + "/statistics/attempts?window=P1D", "");
    add(token, "GET", "/event-types", "");
    add(token, "GET", "/event-types/" + Event.CREATED, "");
  }

  private void addSessionsAndAlerts(String token) {
    String session = "{\"user\":\"anna\",\"expires\":\"PT1M\",\"readOnly\":true}";
    String alert = "{\"email\":\"a@example.com\",\"alerts\":[\"webhookFailing\"]}";
    add(token, "GET", "/portal-sessions", "");
    add(token, "POST", "/portal-sessions", session);
    add(token, "POST", "/portal-sessions/redeem", "{\"code\":\"whpc_x\"}");
    add(token, "DELETE", "/portal-sessions/current", "");
    add(token, "DELETE", "/portal-sessions/" + UUID.randomUUID(), "");
    add(token, "GET", "/alerts", "");
    add(token, "POST", "/alerts", alert);
    add(token, "POST", "/alerts/confirm", "{\"token\":\"x\"}");
    add(token, "POST", "/alerts/unsubscribe", "{\"token\":\"x\"}");
    add(token, "DELETE", "/alerts/" + UUID.randomUUID(), "");
  }

  private void addAnswers(String token, String path) {
    add(token, "GET", path + EXPLAIN, "");
    add(token, "GET", path + "/health", "");
    String hour =
        "{\"hour\":\"2026-01-01T00:00:00Z\",\"count\":1,\"hash\":\"" + "ab".repeat(32) + "\"}";
    String period = "\"since\":\"" + SOMETIME + "\",\"until\":\"2026-01-01T01:00:00Z\"";
    add(token, "POST", path + "/reconcile", "{" + period + ",\"hours\":[" + hour + "]}");
  }

  private void addOptions(String token, String path) {
    String options =
        "{\"headers\":[{\"name\":\"X-A\",\"value\":\"b\",\"secret\":false}],"
            + "\"authentication\":{\"type\":\"basic\",\"username\":\"u\",\"password\":\"p\"},"
            + "\"format\":{\"mode\":\"template\",\"template\":{\"a\":[null,\"${$.content}\"]}},"
            + "\"retention\":{\"payload\":\"P1D\",\"redact\":[\"$.content.a\"]},"
            + "\"signature\":{\"schemes\":[\"v1\",\"v1a\"]},\"description\":\"d\"}";
    add(token, "PUT", path + "/options", options);
    add(token, "PATCH", path + "/options", options);
    add(token, "GET", path + "/options", "");
    add(token, "POST", path + "/options/signature/rotate", "{\"useAfter\":\"PT2H\"}");
    add(token, "GET", path + "/keys", "");
    String event = "{\"eventType\":\"iModels.changesReady.v1\",\"content\":{}}";
    add(token, "POST", path + "/options/preview", "{\"event\":" + event + "}");
    add(token, "DELETE", path + "/options/description", "");
  }

  /** The inbox is an issuer that gives no token. */
  private void addTokenTest(String token, String path, Inbox inbox) {
    String authentication =
        "{\"type\":\"oauth2\",\"tokenUrl\":\""
            + inbox.url()
            + "\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"scope\":\"a b\",\"audience\":\"x\"}";
    add(token, "PATCH", path, "{\"authentication\":" + authentication + "}");
    add(token, "POST", path + "/authentication/test", "");
    add(token, "POST", path + "/tls/request", "{\"subject\":\"CN=webhooks,O=Example\"}");
  }

  private void addDeliveries(String token, String path, String delivery) {
    add(token, "GET", path, "");
    add(token, "GET", path + "?status=succeeded&eventType=x&$top=5&since=" + SOMETIME, "");
    add(token, "GET", path + "/count?status=succeeded&since=" + SOMETIME, "");
    add(token, "GET", path + "/" + delivery, "");
    add(token, "POST", path + "/" + delivery + "/redeliver", "");
    add(token, "DELETE", path + "/" + delivery + "/payload", "");
  }

  private void addSearches(String token, String path, String recovery) {
    add(token, "GET", "/webhooks?search=a&state=active&eventType=x&sort=host", "");
    add(token, "GET", "/webhooks?ids=" + UUID.randomUUID() + "," + UUID.randomUUID(), "");
    add(token, "GET", "/webhooks/statistics?window=P1D&sort=failing&$top=5", "");
    String conditions = "?statusCode=5xx&error=status&since=" + SOMETIME;
    add(token, "GET", path + "/deliveries" + conditions + "&text=abc", "");
    add(token, "GET", "/deliveries" + conditions + "&traceId=0af7651916cd43dd8448eb211c80319c", "");
    add(token, "GET", "/deliveries" + EXPLAIN, "");
    add(token, "GET", path + "/recover", "");
    add(token, "POST", path + "/deliveries/count", recovery);
    String selection =
        ",\"error\":\"status\",\"statusCode\":\"503\",\"messageIds\":[\""
            + UUID.randomUUID()
            + "\"]}";
    String counted = recovery.substring(0, recovery.length() - 1) + selection;
    add(token, "POST", path + "/deliveries/count", counted);
  }

  private void addEvents(TestEnvironment environment, Application application) {
    String token = environment.tokens().publisher();
    Event event =
        Event.ofAccount(application.account())
            .enqueued(SOMETIME)
            .holding("{\"a\":[1.50,{\"b\":null}],\"c\":\"\\u6771\",\"d\":12345678901234567890}");
    add(token, "POST", "/events", event.json());
    String payload = "/events/" + event.messageId() + "/payload?accountId=";
    add(token, "DELETE", payload + application.account(), "");
    add(
        token,
        "POST",
        "/events",
        "[" + event.json() + "," + Event.ofAccount(application.account()).json() + "]");
  }

  private void addAdministration(
      TestEnvironment environment, Application application, Inbox inbox) {
    String token = environment.tokens().administrator();
    String iTwin = "/admin/itwins/" + environment.createITwin(application.account());
    String grant = iTwin + "/permissions/" + application.clientId();
    String gone = "/admin/itwins/" + environment.createITwin(application.account());
    add(token, "PUT", iTwin, "{\"accountId\":\"" + application.account() + "\"}");
    add(token, "GET", iTwin, "");
    add(token, "DELETE", gone, "");
    add(token, "PUT", grant, "{\"permissions\":[\"webhooks_maintainer\"]}");
    add(token, "GET", grant, "");
    add(token, "DELETE", grant, "");
    addWholeView(token, environment.application(), inbox);
  }

  private void addWholeView(String token, Application application, Inbox inbox) {
    String webhook = "/admin/webhooks/" + application.register(inbox).id();
    String account = "accountId=" + application.account();
    add(token, "GET", "/admin/webhooks?active=true&$top=2&" + account, "");
    add(token, "GET", webhook, "");
    add(token, "GET", webhook + EXPLAIN, "");
    add(token, "GET", webhook + "/health", "");
    add(token, "GET", webhook + "/deliveries?status=pending", "");
    add(token, "GET", webhook + "/deliveries/" + UUID.randomUUID(), "");
    add(token, "DELETE", "/admin/webhooks/" + application.register(inbox).id(), "");
    add(token, "POST", webhook + "/pause", "{}");
    add(token, "POST", webhook + "/resume", "");
    add(token, "POST", webhook + "/deactivate", "");
    add(token, "POST", webhook + "/recover", "{\"since\":\"" + SOMETIME + "\"}");
    add(token, "GET", "/admin/invalid-events?$top=2&reason=a&since=" + SOMETIME, "");
    add(token, "POST", "/admin/invalid-events/replay", "{\"ids\":[\"ID:none\"]}");
    add(token, "POST", "/admin/invalid-events/discard", "{\"ids\":[\"ID:none\"]}");
    add(token, "PUT", "/admin/invalid-events/ID:none", "{\"content\":{}}");
    add(token, "GET", "/admin/audit?$top=2&" + account, "");
    add(token, "POST", "/admin/erasures", erasureOf(application.account()));
    add(token, "POST", "/admin/erasure-receipts/verify", "{\"receipt\":\"x\"}");
    add(token, "GET", "/admin/erasures/" + UUID.randomUUID(), "");
  }

  private static String erasureOf(String account) {
    return "{\"path\":\"$.content.x\",\"value\":1.5,\"accountId\":\"" + account + "\"}";
  }

  private void addOperatorViews(String token) {
    String block = "/admin/blocks/client/client-" + UUID.randomUUID();
    add(token, "PUT", block, "{}");
    add(token, "GET", "/admin/blocks?$top=2", "");
    add(token, "GET", block, "");
    add(token, "DELETE", block + "?reactivate=true", "");
    add(token, "DELETE", block, "");
    add(token, "GET", "/admin/nodes", "");
    add(token, "GET", "/admin/accounts?window=P1D&search=a", "");
    add(token, "GET", "/admin/settings", "");
    add(token, "GET", "/openapi?format=JSON", "");
    add(token, "GET", "/metrics", "");
  }

  private static List<String> tokens(TestEnvironment environment, Application application) {
    return List.of(
        application.token(),
        application.draft().es256(),
        application.draft().unsigned(),
        application.draft().foreignKey(),
        application.draft().hs256WithPublicKey(),
        application.draft().tampered(),
        application.draft().at("exp", Duration.ofHours(-1)).rs256(),
        application.draft().without("org").rs256(),
        application.draft().with("org", 5).rs256(),
        application.draft().with("scope", 7).rs256(),
        application.draft().with("scope", List.of(List.of(), 1)).rs256(),
        application.draft().with("client_id", "a\u0000b").rs256(),
        application.draft().with("client_id", "x".repeat(300)).rs256(),
        application.draft().with("email", "user@example.test").rs256(),
        application.draft().with("email", 1).with("role", "Account Administrator").rs256(),
        application.draft().with("exp", "x").rs256(),
        application.draft().with("exp", Long.MAX_VALUE).rs256(),
        application.draft().with("exp", -1.5e300).rs256(),
        application.draft().with("iss", UUID.randomUUID().toString()).rs256(),
        application.draft().with("filler", "x".repeat(3000)).rs256(),
        environment.tokens().administrator(),
        environment.tokens().publisher());
  }

  private void add(String token, String method, String target, JsonObject body) {
    add(token, method, target, body.toString());
  }

  private void add(String token, String method, String target, String body) {
    List<String> headers = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
    headers.add("Authorization: Bearer " + token);
    if (!body.isEmpty()) {
      headers.add("Content-Type: application/json");
    }
    requests.add(RawRequest.of(method, target, headers, body.getBytes(UTF_8)));
  }

  List<RawRequest> requests() {
    return requests;
  }

  /** Returns valid and invalid tokens. */
  List<String> tokens() {
    return tokens;
  }
}
