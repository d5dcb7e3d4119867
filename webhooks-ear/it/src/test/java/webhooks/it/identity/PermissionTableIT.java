package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api.Request;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.identity.PermissionTable.Operation;

/**
 * Sends each operation as each kind of caller and compares the answers with the tables in
 * docs/permissions.md.
 */
class PermissionTableIT {
  private static final Path DOCUMENT = Path.of("../../docs/permissions.md");
  private static final String NO_EVENT = "{\"ids\":[\"ID:none\"]}";
  private static final String SUBJECT = "{\"subject\":\"CN=a\"}";
  private static final String EVENT =
      "{\"event\":{\"eventType\":\"iModels.changesReady.v1\",\"content\":{}}}";
  private static final String ALERT =
      "{\"email\":\"a@example.com\",\"alerts\":[\"webhookFailing\"]}";
  private static final String CHALLENGE = "{\"method\":\"challenge\"}";
  private static final String SESSIONS = "/portal-sessions";
  private static final String SINCE = "{\"since\":\"2026-01-01T00:00:00Z\"}";
  private static final String EXPLAIN = "/explain?messageId=" + UUID.randomUUID();

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application owner = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final FreshWebhooks webhooks = new FreshWebhooks(environment, owner, inbox);

  /** An iTwin of another account, on which the owner has the permission. */
  private final String otherAccount = "account-" + UUID.randomUUID();

  private final UUID iTwin = environment.createITwin(otherAccount);
  private final List<Caller> callers = Caller.all(environment, owner, otherAccount);
  private final ErasureRequests erasures = new ErasureRequests(environment.api(), otherAccount);
  private Target ofAccount;
  private Target ofITwin;

  @BeforeEach
  void createWebhooks() {
    environment.grant(iTwin, owner.clientId());
    ofAccount =
        target(
            owner.register(inbox),
            Event.ofAccount(owner.account()),
            Body.ofAccount(inbox.url()).toString());
    ofITwin =
        target(
            owner.register(inbox, iTwin),
            Event.ofITwin(iTwin),
            Body.ofITwin(inbox.url(), iTwin).toString());
  }

  private Target target(Registered webhook, Event event, String body) {
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());
    DeliveryHistory history = new DeliveryHistory(environment, owner, webhook, inbox);
    String delivery = history.awaitStatus(event, "succeeded").getString("id");
    return new Target(history.path(), delivery, body);
  }

  @Test
  void answersAreThoseOfTheDocument() throws IOException {
    List<String> measured = new ArrayList<>();
    PermissionTable table = new PermissionTable(callers);
    measured.addAll(table.lines(ofWebhook(ofAccount)));
    measured.addAll(table.lines(ofWebhook(ofITwin)));
    measured.addAll(
        table.lines(
            Stream.of(otherOperations(), alerts(), views()).flatMap(List::stream).toList()));

    List<String> documented =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("|")).toList();
    assertThat(measured)
        .as("the tables of docs/permissions.md, which are to be:%n%s", String.join("\n", measured))
        .isEqualTo(documented);
  }

  private List<Map.Entry<String, Operation>> ofWebhook(Target target) {
    return Stream.of(
            readsOf(target),
            changesOf(target),
            changesOfOptions(target),
            repairsOf(target),
            administrationOf(target))
        .flatMap(List::stream)
        .toList();
  }

  private List<Map.Entry<String, Operation>> readsOf(Target target) {
    String path = target.path();
    return List.of(
        posted("create", "/webhooks", target.body()),
        Map.entry("list", token -> listed("/webhooks", path, token)),
        Map.entry("list with figures", token -> listed("/webhooks/statistics", path, token)),
        get("read", path),
        get("read options", path + "/options"),
        get("read verification", path + "/verify"),
        Map.entry(
            "read public keys",
            token ->
                status(environment.api().get(webhooks.withSigningKey(target) + "/keys"), token)),
        get("statistics", path + "/statistics"),
        get("timeline", path + "/statistics/timeline"),
        get("attempts", path + "/statistics/attempts"),
        get("list acts", path + "/audit"),
        get("list deliveries", path + "/deliveries"),
        get("count deliveries", path + "/deliveries/count"),
        posted("count what a recovery takes", path + "/deliveries/count", SINCE),
        get("see a recovery", path + "/recover"),
        get("read delivery", path + "/deliveries/" + target.delivery()),
        get("explain", path + EXPLAIN),
        get("health", path + "/health"));
  }

  private List<Map.Entry<String, Operation>> changesOf(Target target) {
    String path = target.path();
    return List.of(
        Map.entry(
            "change",
            token ->
                status(
                    patch(webhooks.fresh(target), "{\"eventTypes\":[\"" + Event.CREATED + "\"]}"),
                    token)),
        Map.entry(
            "activate", token -> status(patch(webhooks.fresh(target), "{\"active\":true}"), token)),
        Map.entry(
            "deactivate",
            token -> status(patch(webhooks.active(target), "{\"active\":false}"), token)),
        posted("pause", path + "/pause", ""),
        posted("resume", path + "/resume", ""));
  }

  private List<Map.Entry<String, Operation>> changesOfOptions(Target target) {
    String path = target.path();
    return List.of(
        posted("rotate the secret", path + "/rotate-secret", "{}"),
        Map.entry(
            "change options",
            token -> status(patch(path + "/options", "{\"description\":\"d\"}"), token)),
        Map.entry(
            "reset an option",
            token -> status(environment.api().delete(path + "/options/description"), token)),
        posted("test", path + "/test", "{}"),
        posted("preview options", path + "/options/preview", EVENT),
        Map.entry(
            "test the authentication",
            token ->
                status(
                    post(webhooks.withIssuer(target) + "/options/authentication/test", "{}"),
                    token)),
        posted("verify", path + "/verify", CHALLENGE),
        Map.entry(
            "rotate the signing key",
            token ->
                status(
                    post(webhooks.withSigningKey(target) + "/options/signature/rotate", "{}"),
                    token)));
  }

  private List<Map.Entry<String, Operation>> repairsOf(Target target) {
    String path = target.path();
    return List.of(
        posted("request a certificate", path + "/options/tls/request", SUBJECT),
        posted("redeliver", path + "/deliveries/" + target.delivery() + "/redeliver", ""),
        posted("recover", path + "/recover", SINCE),
        posted("reconcile", path + "/reconcile", Target.lastHour()),
        // Last of the delivery, which can't be sent again then.
        Map.entry("erase a payload", token -> status(erasures.ofDelivery(target), token)),
        Map.entry(
            "delete", token -> status(environment.api().delete(webhooks.fresh(target)), token)));
  }

  private List<Map.Entry<String, Operation>> administrationOf(Target target) {
    String path = target.path();
    return List.of(
        get("`GET /admin/webhooks/{id}`", "/admin" + path),
        get("`GET /admin/webhooks/{id}/deliveries`", "/admin" + path + "/deliveries"),
        get(
            "`GET /admin/webhooks/{id}/deliveries/{deliveryId}`",
            "/admin" + path + "/deliveries/" + target.delivery()),
        get("`GET /admin/webhooks/{id}/explain`", "/admin" + path + EXPLAIN),
        get("`GET /admin/webhooks/{id}/health`", "/admin" + path + "/health"),
        Map.entry(
            "`POST /admin/webhooks/{id}/deactivate`",
            token -> status(post("/admin" + webhooks.active(target) + "/deactivate", ""), token)),
        Map.entry(
            "`POST /admin/webhooks/{id}/pause`",
            token -> status(post("/admin" + webhooks.fresh(target) + "/pause", ""), token)),
        Map.entry(
            "`POST /admin/webhooks/{id}/resume`",
            token -> status(post("/admin" + webhooks.fresh(target) + "/resume", ""), token)),
        posted("`POST /admin/webhooks/{id}/recover`", "/admin" + path + "/recover", SINCE),
        Map.entry(
            "`DELETE /admin/webhooks/{id}`",
            token -> status(environment.api().delete("/admin" + webhooks.fresh(target)), token)));
  }

  private List<Map.Entry<String, Operation>> otherOperations() {
    String account = "{\"accountId\":\"" + otherAccount + "\"}";
    String permissions = "{\"permissions\":[\"webhooks_maintainer\"]}";
    String client = "/admin/itwins/" + iTwin + "/permissions/" + UUID.randomUUID();
    String block = "/admin/blocks/client/" + UUID.randomUUID();
    return List.of(
        get("`GET /event-types`", "/event-types"),
        get("`GET /event-types/{name}`", "/event-types/" + Event.CREATED),
        get("`GET /deliveries`", "/deliveries"),
        get("`GET /deliveries/explain`", "/deliveries" + EXPLAIN),
        posted("`POST /events`", "/events", Event.ofAccount(otherAccount).json()),
        Map.entry(
            "`DELETE /events/{id}/payload`", token -> status(erasures.ofUnknownEvent(), token)),
        get("`GET /admin/webhooks`", "/admin/webhooks"),
        Map.entry(
            "`PUT /admin/itwins/{id}`",
            token ->
                status(
                    environment.api().put("/admin/itwins/" + UUID.randomUUID()).json(account),
                    token)),
        get("`GET /admin/itwins/{id}`", "/admin/itwins/" + iTwin),
        Map.entry(
            "`PUT …/permissions/{client}`",
            token -> status(environment.api().put(client).json(permissions), token)),
        get("`GET …/permissions/{client}`", client),
        Map.entry(
            "`DELETE …/permissions/{client}`",
            token -> status(environment.api().delete(client), token)),
        Map.entry(
            "`PUT /admin/blocks/{kind}/{id}`",
            token -> status(environment.api().put(block), token)),
        get("`GET /admin/blocks`", "/admin/blocks"),
        get("`GET /admin/blocks/{kind}/{id}`", block),
        Map.entry(
            "`DELETE /admin/blocks/{kind}/{id}`",
            token -> status(environment.api().delete(block), token)),
        get("`GET /admin/invalid-events`", "/admin/invalid-events"),
        posted("`POST /admin/invalid-events/replay`", "/admin/invalid-events/replay", NO_EVENT),
        posted("`POST /admin/invalid-events/discard`", "/admin/invalid-events/discard", NO_EVENT),
        Map.entry(
            "`PUT /admin/invalid-events/{id}`",
            token ->
                status(environment.api().put("/admin/invalid-events/ID:none").json("{}"), token)),
        get("`GET /admin/audit`", "/admin/audit"));
  }

  private List<Map.Entry<String, Operation>> alerts() {
    return List.of(
        get("`GET /alerts`", "/alerts"),
        posted("`POST /alerts`", "/alerts", ALERT),
        Map.entry(
            "`DELETE /alerts/{id}`",
            token -> status(environment.api().delete("/alerts/" + UUID.randomUUID()), token)),
        posted("`POST /alerts/confirm`", "/alerts/confirm", "{\"token\":\"x\"}"),
        posted("`POST /alerts/unsubscribe`", "/alerts/unsubscribe", "{\"token\":\"x\"}"));
  }

  private List<Map.Entry<String, Operation>> views() {
    return List.of(
        Map.entry("`POST /admin/erasures`", token -> status(erasures.ofNothing(), token)),
        get("`GET /admin/erasures/{id}`", "/admin/erasures/" + UUID.randomUUID()),
        Map.entry(
            "`POST /admin/erasure-receipts/verify`", token -> status(erasures.verify(), token)),
        get("`GET /admin/nodes`", "/admin/nodes"),
        get("`GET /admin/accounts`", "/admin/accounts"),
        get("`GET /admin/settings`", "/admin/settings"),
        posted("`POST /portal-sessions`", SESSIONS, "{\"user\":\"anna\",\"expires\":\"PT1M\"}"),
        get("`GET /portal-sessions`", SESSIONS),
        Map.entry(
            "`DELETE /portal-sessions/{id}`",
            token -> status(environment.api().delete(SESSIONS + "/" + iTwin), token)),
        get("`GET /openapi`", "/openapi"));
  }

  private Map.Entry<String, Operation> get(String name, String path) {
    return Map.entry(name, token -> status(environment.api().get(path), token));
  }

  private Map.Entry<String, Operation> posted(String name, String path, String body) {
    return Map.entry(name, token -> status(post(path, body), token));
  }

  private Request post(String path, String body) {
    return environment.api().post(path).json(body);
  }

  private Request patch(String path, String body) {
    return environment.api().patch(path).json(body);
  }

  private static String status(Request request, String token) {
    return String.valueOf((token.isEmpty() ? request : request.as(token)).send().status());
  }

  /** Returns whether a list shows the webhook, or the status of the refusal. */
  private String listed(String list, String path, String token) {
    Request request = environment.api().get(list);
    var answer = (token.isEmpty() ? request : request.as(token)).send();
    if (answer.status() != 200) {
      return String.valueOf(answer.status());
    }
    return answer.body().contains(path.substring(path.lastIndexOf('/') + 1)) ? "shown" : "hidden";
  }
}
