package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.event.invalid.ListRejectedEvents;
import webhooks.domain.event.invalid.SelectRejectedEvents;
import webhooks.domain.webhook.admin.ListWebhooks;

/** The operations of administrators over HTTP. */
class AdministrationApiTest {
  private static final String WEBHOOK = "/admin/webhooks/0b8f1f6c-3c1f-4a63-9f8e-1f2b3c4d5e6f";
  private static final String REDELIVER = "/webhooks/x/deliveries/y/redeliver";
  private static final String DELIVERY_PARAMETERS =
      "$top continuationToken status since until eventType messageId traceId statusCode error text";
  private static final String REPLAY = "/admin/invalid-events/replay";

  @RegisterExtension private static final TestApi api = new TestApi();
  private final FakeAdministration administration = api.administration;

  private TestApi.Answer send(String method, String path, String json) throws Exception {
    TestApi.Call call =
        api.call(method, path)
            .token(
                TestIssuer.token("webhooks:admin webhooks:modify")
                    .with("email", "a@example.com")
                    .with("roles", List.of(TestIssuer.OPERATOR))
                    .with("sub", "user-1"));
    return (json.isEmpty() ? call : call.json(json)).send();
  }

  private String items(TestApi.Answer answer, String name) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet()).containsExactly(name, "_links");
    return answer.json().getJsonArray(name).toString();
  }

  @Test
  void listsWebhooks() throws Exception {
    String head = "{\"id\":\"" + FakeAdministration.ID + "\",\"scope\":\"Account\",";
    String tail =
        "\"eventTypes\":[\"a.v1\",\"b.v1\"],\"created\":\"2026-10-02T14:55:00.463Z\","
            + "\"modified\":\"2026-10-02T14:55:00.463Z\",\"clientId\":\"client\",\"accountId\":\"a\"";
    String active = "\"scopeId\":\"a\",\"active\":true,\"callbackUrl\":\"https://example.com/\",";
    String end =
        ",\"deactivationReason\":\"owner\",\"blocks\":[\"account\"]" + FakeAdministration.STATE;
    String inactive = head + "\"scopeId\":\"a\",\"active\":false," + tail + end;

    assertThat(items(send("GET", "/admin/webhooks", ""), "webhooks"))
        .isEqualTo("[" + head + active + tail + FakeAdministration.STATE + "," + inactive + "]");
    TestApi.Answer answer = send("POST", WEBHOOK + "/deactivate", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo(inactive);
    assertThat(administration.got).isEqualTo(FakeAdministration.ID.toString());
    assertThat(administration.caller.actor().user()).hasValue("user-1");
  }

  @Test
  void readsAndDeletesWebhooks() throws Exception {
    assertThat(send("GET", WEBHOOK, "").json().getString("clientId")).isEqualTo("client");
    assertThat(administration.got).isEqualTo("get " + FakeAdministration.ID);
    assertThat(send("DELETE", WEBHOOK, "").status()).isEqualTo(204);
    assertThat(administration.got).isEqualTo("delete " + FakeAdministration.ID);
  }

  @Test
  void addsListsAndRemovesBlocks() throws Exception {
    assertThat(send("PUT", "/admin/blocks/client/c%201", "").status()).isEqualTo(204);
    assertThat(administration.got).isEqualTo("add CLIENT c 1");
    assertThat(send("PUT", "/admin/blocks/webhook/x", "{}").status()).isEqualTo(204);
    assertThat(administration.got).isEqualTo("add WEBHOOK x");
    assertThat(send("DELETE", "/admin/blocks/account/a", "").status()).isEqualTo(204);
    assertThat(administration.got).isEqualTo("remove ACCOUNT a");
    assertThat(send("PUT", "/admin/blocks/user/a", "").summary())
        .isEqualTo("404 ResourceNotFound [OperationNotFound]");
    String time = "\"created\":\"2026-10-02T14:55:00.463Z\",\"blockedBy\":\"service-1\"}";
    assertThat(items(send("GET", "/admin/blocks", ""), "blocks"))
        .isEqualTo(
            "[{\"kind\":\"client\",\"id\":\"c 1\","
                + time
                + ",{\"kind\":\"account\",\"id\":\"a\","
                + time
                + "]");
  }

  @Test
  void listsRejectedEvents() throws Exception {
    assertThat(items(send("GET", "/admin/invalid-events", ""), "invalidEvents"))
        .isEqualTo(
            "[{\"id\":\"ID:1\",\"reason\":\"because\",\"time\":\"2026-10-02T14:55:00.463Z\","
                + "\"body\":\"\\u0000\\\"\"},"
                + "{\"id\":\"ID:2\",\"reason\":\"because\",\"time\":\"2026-10-02T14:55:00.463Z\","
                + "\"body\":\"\",\"truncated\":true,\"replays\":2}]");
  }

  @Test
  void listsAuditedActs() throws Exception {
    String id = "\"" + FakeAdministration.ID + "\"";
    String common =
        "{\"id\":"
            + id
            + ",\"time\":\"2026-10-02T14:55:00.463Z\",\"action\":\"a.b\",\"clientId\":\"client\"";
    assertThat(items(send("GET", "/admin/audit", ""), "acts"))
        .isEqualTo(
            "["
                + common
                + ",\"user\":\"text\",\"accountId\":\"text\",\"webhookId\":"
                + id
                + ",\"iTwinId\":"
                + id
                + ",\"detail\":\"text\"},"
                + common
                + "}]");
  }

  @Test
  void passesParameters() throws Exception {
    send("GET", "/admin/webhooks?$top=5&continuationToken=t&accountId=a%20b&active=TRUE", "");
    assertThat(administration.got)
        .usingRecursiveComparison()
        .isEqualTo(
            new ListWebhooks(
                Optional.of("5"),
                Optional.of("t"),
                Optional.of("a b"),
                Optional.of("TRUE"),
                List.of()));
    send("GET", "/admin/invalid-events?$top=5&continuationToken=t", "");
    assertThat(administration.got)
        .usingRecursiveComparison()
        .isEqualTo(
            new ListRejectedEvents(
                Optional.of("5"),
                Optional.of("t"),
                new SelectRejectedEvents(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of())));
  }

  @Test
  void passesParametersOfTheAuditTrail() throws Exception {
    send(
        "GET",
        "/admin/audit?since=s&until=u&accountId=a&webhookId=w&action=x&$top=5&continuationToken=t",
        "");
    assertThat(administration.got)
        .usingRecursiveComparison()
        .isEqualTo(
            new ListAuditEntries(
                Optional.of("5"),
                Optional.of("t"),
                Optional.of("a"),
                Optional.of("w"),
                Optional.of("x"),
                Optional.of("s"),
                Optional.of("u"),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/webhooks, $top continuationToken accountId active search state eventType sort",
    "/admin/invalid-events, $top continuationToken reason since until",
    "/admin/blocks, $top continuationToken",
    "/admin/audit, $top continuationToken accountId webhookId action since until",
    "/admin/accounts, window search",
    "/webhooks/x/deliveries, " + DELIVERY_PARAMETERS,
    "/deliveries, " + DELIVERY_PARAMETERS,
    "/webhooks/x/statistics, window",
    "/webhooks/x/statistics/timeline, window",
    "/webhooks/x/statistics/attempts, window",
    "/webhooks/x/deliveries/count, status eventType since until",
    "/webhooks/x/audit, $top continuationToken action since until"
  })
  void refusesRepeatedEmptyAndUnknownParameters(String path, String names) throws Exception {
    StringBuilder twice = new StringBuilder("?x=1&x=2");
    for (String name : names.split(" ")) {
      twice.append("&" + name + "=1&" + name + "=");
    }

    String faults = "422 InvalidRequest [InvalidValue " + names.replace(" ", ", InvalidValue ");

    assertThat(send("GET", path + twice, "").summary()).isEqualTo(faults + ", InvalidProperty x]");
    // An empty filter must not become a wider query.
    assertThat(send("GET", path + "?" + names.replace(" ", "=&") + "=", "").summary())
        .isEqualTo(faults + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks", "blocks", "invalid-events", "audit"})
  void linksToThisPageAndTheNext(String list) throws Exception {
    String path = "/admin/" + list + "?$top=2&continuationToken=old";

    JsonObject links = send("GET", path, "").json().getJsonObject("_links");

    assertThat(links.getJsonObject("self").getString("href")).isEqualTo(path);
    assertThat(links.getJsonObject("next").getString("href"))
        .startsWith("/admin/" + list + "?")
        .contains("top=2")
        .contains("continuationToken=to-ken")
        .doesNotContain("old");
  }

  @Test
  void replaysAllWithoutIds() throws Exception {
    for (String body : new String[] {"", "{}", "{\"ids\":null}", "null"}) {
      TestApi.Answer answer = send("POST", REPLAY, body);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.response().body()).isEqualTo("{\"replayed\":3}");
      assertThat(administration.got).isEqualTo(Optional.empty());
    }
    send("POST", REPLAY, "{\"ids\":[\"ID:1\",\"x\"]}");
    assertThat(administration.got).isEqualTo(Optional.of(List.of("ID:1", "x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        REPLAY + "|[]|[InvalidRequestBody]",
        REPLAY + "|{\"ids\":\"x\",\"y\":1}|[InvalidRequestBody ids, InvalidProperty y]",
        WEBHOOK + "/recover|''|[MissingRequestBody]",
        WEBHOOK + "/recover|{\"since\":1}|[InvalidRequestBody since]",
        WEBHOOK + "/deactivate|junk|[InvalidRequestBody]",
        WEBHOOK + "/deactivate|{\"active\":false}|[InvalidProperty active]",
        WEBHOOK + "/recover|null|[InvalidRequestBody]",
        WEBHOOK + "/deactivate|nul|[InvalidRequestBody]",
        WEBHOOK + "/deactivate|null null|[InvalidRequestBody]",
        REDELIVER + "|junk|[InvalidRequestBody]",
        REDELIVER + "|{\"status\":[]}|[InvalidProperty status]"
      })
  void refusesInvalidBodies(String path, String body, String details) throws Exception {
    assertThat(send("POST", path, body).summary()).isEqualTo("422 InvalidRequest " + details);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"x\":null}", "null", " null\n"})
  void acceptsEmptyBodyWhereNoneIsNeeded(String body) throws Exception {
    assertThat(send("POST", WEBHOOK + "/deactivate", body).status()).isEqualTo(200);
    assertThat(send("POST", REDELIVER, body).status()).isEqualTo(202);
  }

  @Test
  void recoversDeliveries() throws Exception {
    TestApi.Answer answer = send("POST", WEBHOOK + "/recover", "{\"since\":\"then\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.response().body()).isEqualTo("{\"recovered\":7}");
    assertThat(administration.got).isEqualTo(Optional.of("then"));
  }

  @Test
  void saysThatARecoveryContinues() throws Exception {
    administration.recovered = new RecoveryProgress(4000, 0, false);

    TestApi.Answer answer = send("POST", WEBHOOK + "/recover", "{\"since\":\"then\"}");

    assertThat(answer.response().body()).isEqualTo("{\"recovered\":4000,\"complete\":false}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/webhooks",
    "POST,/admin/webhooks/x/deactivate",
    "POST,/admin/webhooks/x/recover",
    "GET,/admin/webhooks/x",
    "DELETE,/admin/webhooks/x",
    "GET,/admin/blocks",
    "PUT,/admin/blocks/client/x",
    "DELETE,/admin/blocks/client/x",
    "GET,/admin/invalid-events",
    "POST,/admin/invalid-events/replay",
    "GET,/admin/audit"
  })
  void requiresAdministrator(String method, String path) throws Exception {
    assertThat(api.call(method, path).send().summary()).isEqualTo("401 HeaderNotFound");
    for (String scope : new String[] {"webhooks:modify", "itwin-platform", "events:publish"}) {
      assertThat(api.call(method, path).scope(scope).send().summary())
          .isEqualTo("401 Unauthorized");
    }
    assertThat(administration.got).isNull();
    api.call(method, path).token(TestIssuer.token(null).with("client_id", "operator")).send();
    assertThat(path.endsWith("recover") || administration.got != null).isTrue();
  }
}
