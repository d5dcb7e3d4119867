package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;

/** Requests as generated clients send them, and what such clients show of an answer. */
class ClientLibrariesIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);
  private final String path = "/webhooks/" + webhook.id();

  /** Clients of Go and Java send {@code null} for an absent body. */
  @Test
  void nullIsNoBodyWhereABodyIsOptional() {
    environment.publish(Event.ofAccount(application.account()).json()).is(202);
    await("a delivery").until(() -> !deliveries("?status=succeeded").isEmpty());
    String delivery = deliveries("").getJsonObject(0).getString("id");
    post(path + "/deliveries/" + delivery + "/redeliver", "null").is(202);
    post(path + "/rotate-secret", "null").is(200);
    post(path + "/test", " null\n").is(200);
    administration().post("/admin/webhooks/" + webhook.id() + "/deactivate", "null").is(200);
    administration().post("/admin/invalid-events/replay", "null").is(202);

    post(path + "/recover", "null").isError(422, "InvalidRequest", "InvalidRequestBody");
    application.post("null").isError(422, "InvalidCreateWebhookRequest", "InvalidRequestBody");
  }

  /** Clients of Python and {@code date +%z} write an offset without a colon. */
  @Test
  void offsetsNeedNoColon() {
    UUID id = UUID.randomUUID();
    JsonObject event =
        Json.createObjectBuilder()
            .add("messageId", id.toString())
            .add("eventType", "iModels.iModelCreated.v1")
            .add("accountId", application.account())
            .add("enqueuedDateTime", "2026-10-02T07:55:00.463-0700")
            .add("content", Json.createObjectBuilder())
            .build();

    environment.publish(event.toString()).is(202);

    assertThat(inbox.awaitEvent(id).text())
        .contains("\"enqueuedDateTime\":\"2026-10-02T14:55:00.463Z\"");
    for (String time : new String[] {"2026-10-02T16:55:00%2B0200", "2026-10-02T16:55:00+0200"}) {
      assertThat(deliveries("?since=" + time)).hasSize(1);
    }
    assertThat(deliveries("?until=2026-10-02T16:55:00%2B0200")).isEmpty();
    post(path + "/recover", "{\"since\":\"2026-10-02T16:55:00+0200\"}").is(202);
  }

  /** An empty filter, as of an unset variable, must not become a wider query. */
  @ParameterizedTest
  @CsvSource({
    "/webhooks, active",
    "/webhooks, $top",
    "/webhooks, continuationToken",
    "WEBHOOK/deliveries, status",
    "WEBHOOK/deliveries, eventType",
    "WEBHOOK/deliveries/count, since",
    "WEBHOOK/deliveries/count, until",
    "WEBHOOK/statistics, window",
    "WEBHOOK/audit, action",
    "/admin/webhooks, accountId",
    "/admin/webhooks, active",
    "/admin/audit, webhookId",
    "/admin/accounts, window",
    "/openapi, format"
  })
  void emptyParametersAreRefused(String operation, String parameter) {
    String target = operation.replace("WEBHOOK", path) + "?" + parameter + "=";
    String token =
        operation.startsWith("/admin") ? environment.tokens().administrator() : application.token();

    Answer answer = environment.api().get(target).as(token).send();

    answer.isError(422, "InvalidRequest", "InvalidValue " + parameter);
  }

  /** Clients show it to people. */
  @Test
  void refusalsHaveAReasonPhrase() throws IOException {
    String request =
        "GET /openapi?unknown=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    int port = environment.product().port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(8_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer.lines().findFirst().orElse("")).startsWith("HTTP/1.1 422 Unprocessable ");
    }
  }

  private Administration administration() {
    return new Administration(environment);
  }

  private Answer post(String target, String body) {
    Api api = environment.api();
    return api.post(target).as(application.token()).json(body).send();
  }

  private JsonArray deliveries(String query) {
    Api api = environment.api();
    return api.get(path + "/deliveries" + query)
        .as(application.token())
        .send()
        .is(200)
        .json()
        .getJsonArray("deliveries");
  }
}
