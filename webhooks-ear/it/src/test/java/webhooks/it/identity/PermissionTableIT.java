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
  private static final String SUBJECT = "{\"subject\":\"CN=a\"}";
  private static final String EVENT =
      "{\"event\":{\"eventType\":\"iModels.changesReady.v1\",\"content\":{}}}";
  private static final String CHALLENGE = "{\"method\":\"challenge\"}";
  private static final String SINCE = "{\"since\":\"2026-01-01T00:00:00Z\"}";
  static final String EXPLAIN = "/explain?messageId=" + UUID.randomUUID();

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application owner = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final FreshWebhooks webhooks = new FreshWebhooks(environment, owner, inbox);

  /** An iTwin of another account, on which the owner has the permission. */
  private final String otherAccount = "account-" + UUID.randomUUID();

  private final UUID iTwin = environment.createITwin(otherAccount);
  private final List<Caller> callers = Caller.all(environment, owner, otherAccount);
  private final ErasureRequests erasures = new ErasureRequests(environment.api(), otherAccount);
  private final OtherOperations others =
      new OtherOperations(environment, otherAccount, iTwin, erasures);
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
    measured.addAll(table.lines(others.all()));

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
        Map.entry(
            "list with figures",
            token -> listed("/webhooks/statistics?search=" + idOf(path), path, token)),
        get("read", path),
        get("read options", path + "/options"),
        get("read verification", path + "/verify"),
        Map.entry(
            "read public keys",
            token ->
                OtherOperations.status(
                    environment.api().get(webhooks.withSigningKey(target) + "/keys"), token)),
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
                OtherOperations.status(
                    patch(webhooks.fresh(target), "{\"eventTypes\":[\"" + Event.CREATED + "\"]}"),
                    token)),
        Map.entry(
            "activate",
            token ->
                OtherOperations.status(patch(webhooks.fresh(target), "{\"active\":true}"), token)),
        Map.entry(
            "deactivate",
            token ->
                OtherOperations.status(
                    patch(webhooks.active(target), "{\"active\":false}"), token)),
        posted("pause", path + "/pause", ""),
        posted("resume", path + "/resume", ""));
  }

  private List<Map.Entry<String, Operation>> changesOfOptions(Target target) {
    String path = target.path();
    return List.of(
        posted("rotate the secret", path + "/rotate-secret", "{}"),
        Map.entry(
            "change options",
            token ->
                OtherOperations.status(patch(path + "/options", "{\"description\":\"d\"}"), token)),
        Map.entry(
            "reset an option",
            token ->
                OtherOperations.status(
                    environment.api().delete(path + "/options/description"), token)),
        posted("test", path + "/test", "{}"),
        posted("preview options", path + "/options/preview", EVENT),
        Map.entry(
            "test the authentication",
            token ->
                OtherOperations.status(
                    post(webhooks.withIssuer(target) + "/options/authentication/test", "{}"),
                    token)),
        posted("verify", path + "/verify", CHALLENGE),
        Map.entry(
            "rotate the signing key",
            token ->
                OtherOperations.status(
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
        Map.entry(
            "erase a payload", token -> OtherOperations.status(erasures.ofDelivery(target), token)),
        Map.entry(
            "delete",
            token ->
                OtherOperations.status(environment.api().delete(webhooks.fresh(target)), token)));
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
            token ->
                OtherOperations.status(
                    post("/admin" + webhooks.active(target) + "/deactivate", ""), token)),
        Map.entry(
            "`POST /admin/webhooks/{id}/pause`",
            token ->
                OtherOperations.status(
                    post("/admin" + webhooks.fresh(target) + "/pause", ""), token)),
        Map.entry(
            "`POST /admin/webhooks/{id}/resume`",
            token ->
                OtherOperations.status(
                    post("/admin" + webhooks.fresh(target) + "/resume", ""), token)),
        posted("`POST /admin/webhooks/{id}/recover`", "/admin" + path + "/recover", SINCE),
        Map.entry(
            "`DELETE /admin/webhooks/{id}`",
            token ->
                OtherOperations.status(
                    environment.api().delete("/admin" + webhooks.fresh(target)), token)));
  }

  private Map.Entry<String, Operation> get(String name, String path) {
    return others.get(name, path);
  }

  private Map.Entry<String, Operation> posted(String name, String path, String body) {
    return others.posted(name, path, body);
  }

  private Request post(String path, String body) {
    return environment.api().post(path).json(body);
  }

  private Request patch(String path, String body) {
    return environment.api().patch(path).json(body);
  }

  /** Returns whether a list shows the webhook, or the status of the refusal. */
  private String listed(String list, String path, String token) {
    Request request = environment.api().get(list);
    var answer = (token.isEmpty() ? request : request.as(token)).send();
    if (answer.status() != 200) {
      return String.valueOf(answer.status());
    }
    return answer.body().contains("\"id\":\"" + idOf(path)) ? "shown" : "hidden";
  }

  private static String idOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
