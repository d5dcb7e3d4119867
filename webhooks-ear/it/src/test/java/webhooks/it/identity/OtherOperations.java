package webhooks.it.identity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api.Request;

/** The operations of the table of permissions that do not concern one webhook. */
final class OtherOperations {
  private static final String NO_EVENT = "{\"ids\":[\"ID:none\"]}";
  private static final String ALERT =
      "{\"email\":\"a@example.com\",\"alerts\":[\"webhookFailing\"]}";
  private static final String SESSIONS = "/portal-sessions";

  private final TestEnvironment environment;
  private final String otherAccount;
  private final UUID iTwin;
  private final ErasureRequests erasures;

  OtherOperations(
      TestEnvironment environment, String otherAccount, UUID iTwin, ErasureRequests erasures) {
    this.environment = environment;
    this.otherAccount = otherAccount;
    this.iTwin = iTwin;
    this.erasures = erasures;
  }

  List<Map.Entry<String, PermissionTable.Operation>> all() {
    return Stream.of(otherOperations(), blocksAndRejectedEvents(), alerts(), views())
        .flatMap(List::stream)
        .toList();
  }

  private List<Map.Entry<String, PermissionTable.Operation>> otherOperations() {
    String account = "{\"accountId\":\"" + otherAccount + "\"}";
    String permissions = "{\"permissions\":[\"webhooks_maintainer\"]}";
    String client = "/admin/itwins/" + iTwin + "/permissions/" + UUID.randomUUID();
    return List.of(
        get("`GET /event-types`", "/event-types"),
        get("`GET /event-types/{name}`", "/event-types/" + Event.CREATED),
        get("`GET /deliveries`", "/deliveries"),
        get("`GET /deliveries/explain`", "/deliveries" + PermissionTableIT.EXPLAIN),
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
            token -> status(environment.api().delete(client), token)));
  }

  private List<Map.Entry<String, PermissionTable.Operation>> blocksAndRejectedEvents() {
    String block = "/admin/blocks/client/" + UUID.randomUUID();
    return List.of(
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

  private List<Map.Entry<String, PermissionTable.Operation>> alerts() {
    return List.of(
        get("`GET /alerts`", "/alerts"),
        posted("`POST /alerts`", "/alerts", ALERT),
        Map.entry(
            "`DELETE /alerts/{id}`",
            token -> status(environment.api().delete("/alerts/" + UUID.randomUUID()), token)),
        posted("`POST /alerts/confirm`", "/alerts/confirm", "{\"token\":\"x\"}"),
        posted("`POST /alerts/unsubscribe`", "/alerts/unsubscribe", "{\"token\":\"x\"}"));
  }

  private List<Map.Entry<String, PermissionTable.Operation>> views() {
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

  Map.Entry<String, PermissionTable.Operation> get(String name, String path) {
    return Map.entry(name, token -> status(environment.api().get(path), token));
  }

  Map.Entry<String, PermissionTable.Operation> posted(String name, String path, String body) {
    return Map.entry(name, token -> status(environment.api().post(path).json(body), token));
  }

  static String status(Request request, String token) {
    return String.valueOf((token.isEmpty() ? request : request.as(token)).send().status());
  }
}
