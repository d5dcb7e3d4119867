package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

class WebhooksApiTest {
  private static final String ID = FakeWebhooks.WEBHOOK.id().toString();

  @RegisterExtension private static final TestApi api = new TestApi();

  private final FakeWebhooks webhooks = api.webhooks;

  private TestApi.Call call(String method, String path) {
    return api.call(method, path).token(TestIssuer.token());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks", "/webhooks/"})
  void createAnswersDocumentedProperties(String path) throws Exception {
    TestApi.Answer answer =
        call("POST", path)
            .json(
                "{\"callbackUrl\":\"u\",\"scope\":\"s\",\"scopeId\":\"i\",\"secret\":\"x\","
                    + "\"eventTypes\":[\"a\",\"a\"],\"active\":null}")
            .send();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet())
        .containsExactlyInAnyOrder(
            "id", "scope", "scopeId", "secret", "active", "callbackUrl", "eventTypes");
    assertThat(answer.json().getString("secret")).isEqualTo("the secret");
    assertThat(webhooks.created.callbackUrl()).contains("u");
    assertThat(webhooks.created.scope()).contains("s");
    assertThat(webhooks.created.scopeId()).contains("i");
    assertThat(webhooks.created.secret()).contains("x");
    assertThat(webhooks.created.eventTypes()).contains(List.of("a", "a"));
    assertThat(webhooks.caller.clientId()).isEqualTo("service-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PATCH"})
  void getAndUpdateAnswerWholeWebhook(String method) throws Exception {
    TestApi.Answer answer = call(method, "/webhooks/" + ID).json("{\"active\":true}").send();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body())
        .isEqualTo(
            "{\"id\":\"0b8f1f6c-3c1f-4a63-9f8e-1f2b3c4d5e6f\",\"scope\":\"iTwin\","
                + "\"scopeId\":\"5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e\",\"active\":false,"
                + "\"callbackUrl\":\"https://example.com/hook?a=b\","
                + "\"eventTypes\":[\"iModels.iModelDeleted.v1\",\"iTwins.iTwinDeleted.v1\"],"
                + "\"created\":\"2026-10-02T14:55:00.000Z\","
                + "\"modified\":\"2026-10-02T14:55:00.463Z\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks", "/webhooks/"})
  void listAnswersWebhooksLikeGet(String path) throws Exception {
    String one = call("GET", "/webhooks/" + ID).send().response().body();

    TestApi.Answer answer = call("GET", path).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo("{\"webhooks\":[" + one + "," + one + "]}");
  }

  @Test
  void listIsWrittenAsItIsRead() throws Exception {
    String one = call("GET", "/webhooks/" + ID).send().response().body();
    api.lists.length = 1000;

    String list = call("GET", "/webhooks").send().response().body();

    assertThat(list)
        .isEqualTo("{\"webhooks\":[" + String.join(",", Collections.nCopies(1000, one)) + "]}");
  }

  @Test
  void unreadListsOfAClientLeaveRoomForOthers() throws Exception {
    api.lists.length = Integer.MAX_VALUE;
    List<InputStream> unread = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HttpResponse<InputStream> list = call("GET", "/webhooks").sendWithoutReading();
      assertThat(list.statusCode()).isEqualTo(200);
      unread.add(list.body());
    }

    TestApi.Answer fifth = call("GET", "/webhooks").send();
    HttpResponse<InputStream> ofAnother =
        api.call("GET", "/webhooks")
            .token(TestIssuer.token().with("client_id", "another"))
            .sendWithoutReading();

    assertThat(fifth.summary()).isEqualTo("503 ServiceUnavailable");
    assertThat(fifth.header("Retry-After")).isNotNull();
    assertThat(ofAnother.statusCode()).isEqualTo(200);
    unread.add(ofAnother.body());
    for (InputStream list : unread) {
      list.close();
    }
  }

  @Test
  void pageHasLinks() throws Exception {
    TestApi.Answer answer = call("GET", "/webhooks?$top=1&active=true").send();

    assertThat(answer.json().getJsonArray("webhooks")).hasSize(1);
    assertThat(answer.json().getJsonObject("_links").getJsonObject("next").getString("href"))
        .isEqualTo("/webhooks?$top=1&active=true&continuationToken=next+token");
    assertThat(api.lists.request.active()).contains("true");
  }

  @ParameterizedTest
  @CsvSource({
    "unknown=1, InvalidProperty unknown",
    "active=true&active=false, InvalidValue active",
    "$top=1&$top=1, InvalidValue $top",
  })
  void listRefusesUnknownAndRepeatedParameters(String query, String fault) throws Exception {
    assertThat(call("GET", "/webhooks?" + query).send().summary())
        .isEqualTo("422 InvalidRequest [" + fault + "]");
  }

  @Test
  void failureBeforeTheListIsSentIsAnError() throws Exception {
    api.lists.failure =
        new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "Too many large responses are being read.");

    TestApi.Answer answer = call("GET", "/webhooks").send();

    assertThat(answer.summary()).isEqualTo("503 ServiceUnavailable");
    assertThat(answer.header("Retry-After")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void rotationAnswersSecretAndEndOfPrevious(String body) throws Exception {
    TestApi.Answer answer = call("POST", "/webhooks/" + ID + "/rotate-secret").json(body).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.response().body())
        .isEqualTo(
            "{\"secret\":\"the new secret\","
                + "\"previousSecretValidUntil\":\"2026-10-02T14:55:00.463Z\"}");
  }

  @Test
  void deleteAnswersNothing() throws Exception {
    TestApi.Answer answer = call("DELETE", "/webhooks/" + ID).send();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.response().body()).isEmpty();
    assertThat(webhooks.deleted).isEqualTo(ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST |'' | 422 InvalidCreateWebhookRequest [MissingRequestBody]",
        "POST | [] | 422 InvalidCreateWebhookRequest [InvalidRequestBody]",
        "POST | {\"id\":\"a\"} | 422 InvalidCreateWebhookRequest [InvalidProperty id]",
        "POST | {\"active\":true} | 422 InvalidCreateWebhookRequest [InvalidProperty active]",
        "POST | {\"secret\":1,\"eventTypes\":[1],\"x\":0} | 422 InvalidCreateWebhookRequest"
            + " [InvalidRequestBody secret, InvalidRequestBody eventTypes, InvalidProperty x]",
        "PATCH |'' | 422 InvalidUpdateWebhookRequest [MissingRequestBody]",
        "PATCH | {\"active\":\"true\"} | 422 InvalidUpdateWebhookRequest [InvalidRequestBody"
            + " active]",
        "PATCH | {\"id\":\"\",\"scope\":\"\",\"scopeId\":\"\",\"created\":\"\",\"modified\":\"\"} |"
            + " 422 InvalidUpdateWebhookRequest [InvalidProperty id, InvalidProperty scope,"
            + " InvalidProperty scopeId, InvalidProperty created, InvalidProperty modified]",
      })
  void passesAllFaultsOfBodyOn(String method, String body, String expected) throws Exception {
    String path = method.equals("POST") ? "/webhooks" : "/webhooks/" + ID;
    assertThat(call(method, path).json(body).send().summary()).isEqualTo(expected);
  }

  @Test
  void emptyPropertyNameIsNoTarget() throws Exception {
    TestApi.Answer answer = call("POST", "/webhooks").json("{\"\":1}").send();

    assertThat(answer.summary()).isEqualTo("422 InvalidCreateWebhookRequest [InvalidProperty]");
    assertThat(answer.error().getJsonArray("details").getJsonObject(0).keySet())
        .containsExactly("code", "message");
  }

  @Test
  void updateIgnoresNulls() throws Exception {
    call("PATCH", "/webhooks/" + ID).json("{\"active\":null,\"scope\":null,\"x\":null}").send();
    assertThat(webhooks.updated.active()).isEmpty();
    assertThat(webhooks.updated.faults()).isEmpty();
  }

  @Test
  void answersRefusalOfDomain() throws Exception {
    webhooks.failure = Refusal.insufficientPermissions();
    assertThat(call("GET", "/webhooks/" + ID).send().summary())
        .isEqualTo("403 InsufficientPermissions");
    webhooks.failure = new EJBException(new Refusal(ErrorCode.WEBHOOK_NOT_FOUND, "not available"));
    assertThat(call("GET", "/webhooks/" + ID).send().summary()).isEqualTo("404 WebhookNotFound");
  }

  @Test
  void hidesReasonOfInternalError() throws Exception {
    webhooks.failure = new IllegalStateException("inner workings");
    TestApi.Answer answer = call("GET", "/webhooks/" + ID).send();
    assertThat(answer.summary()).isEqualTo("500 InternalServerError");
    assertThat(answer.error().getString("message"))
        .matches(".*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.")
        .doesNotContain("inner workings");
  }

  @Test
  void answersUnavailableWithoutDatabase() throws Exception {
    webhooks.failure = new EJBException(new SQLException("refused", "08001"));
    TestApi.Answer answer = call("GET", "/webhooks/" + ID).send();
    assertThat(answer.summary()).isEqualTo("503 ServiceUnavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }
}
