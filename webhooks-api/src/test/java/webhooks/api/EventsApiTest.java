package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;
import webhooks.api.token.TestToken;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.PublishBody.Format;
import webhooks.domain.trace.TraceContext;

class EventsApiTest {
  private static final int LIMIT = 8 * 1024 * 1024;

  @RegisterExtension private static final TestApi api = new TestApi();

  private TestApi.Call publish(TestToken token) {
    return api.call("POST", "/events").token(token);
  }

  private TestApi.Call publish() {
    return publish(TestIssuer.token("events:publish"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\": 1.0}", "[]", "no JSON: the domain judges"})
  void passesBodyOnAndAnswersCounts(String body) throws Exception {
    TestApi.Answer answer = publish().json(body).send();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.response().body()).isEqualTo("{\"accepted\":2,\"duplicates\":1}");
    assertThat(api.publisher.body.bytes()).asString().isEqualTo(body);
    assertThat(api.publisher.body.format()).isEqualTo(Format.ITWIN);
  }

  @Test
  void passesTheTraceOfTheRequestOn() throws Exception {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    publish().header("traceparent", parent).header("tracestate", "a=1").json("{}").send();
    assertThat(api.publisher.trace).isEqualTo(TraceContext.parse(parent, "a=1")).isPresent();

    publish().header("traceparent", "no trace").json("{}").send();
    assertThat(api.publisher.trace).isEmpty();
  }

  @Test
  void answersFaultsOfDomain() throws Exception {
    assertThat(publish().send().summary())
        .isEqualTo("422 InvalidEventsRequest [MissingRequestBody]");
  }

  @Test
  void acceptsEightMebibytes() throws Exception {
    assertThat(publish().json("x".repeat(LIMIT)).send().status()).isEqualTo(202);
    byte[] large = new byte[LIMIT + 1];
    assertThat(
            publish()
                .header("Content-Type", "application/json")
                .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .send()
                .summary())
        .isEqualTo("413 RequestTooLarge");
    assertThat(publish().header("Content-Type", "text/plain").json("{}").send().summary())
        .isEqualTo("415 UnsupportedMediaType");
  }

  @ParameterizedTest
  @CsvSource({
    "events:publish, service-1, 202",
    "a events:publish b, service-1, 202",
    "itwin-platform webhooks:modify webhooks:read webhooks:admin, service-1, 401",
    "'', publisher, 202",
    "'', operator, 401",
    "'', service-1, 401"
  })
  void publishingNeedsScopeOrPublisherClient(String scope, String client, int status)
      throws Exception {
    TestToken token = TestIssuer.token(scope).with("client_id", client);

    assertThat(publish(token).json("{}").send().status()).isEqualTo(status);
  }

  @Test
  void publisherClientNeedsApplicationToken() throws Exception {
    TestToken token = TestIssuer.token("").with("client_id", "publisher").with("sid", "1");

    assertThat(publish(token).json("{}").send().summary()).isEqualTo("401 Unauthorized");
  }

  @Test
  void publisherMayOnlyPublish() throws Exception {
    TestToken token = TestIssuer.token("events:publish").with("client_id", "publisher");

    assertThat(api.call("GET", "/webhooks/x").token(token).send().status()).isEqualTo(401);
    assertThat(api.call("GET", "/admin/itwins/x").token(token).send().status()).isEqualTo(401);
    assertThat(api.call("GET", "/event-types").token(token).send().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks:read", "webhooks:modify", "itwin-platform"})
  void listsEventTypesForReaders(String scope) throws Exception {
    TestApi.Answer answer = api.call("GET", "/event-types").scope(scope).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().keySet()).containsExactly("eventTypes");
    List<JsonObject> types = answer.json().getJsonArray("eventTypes").getValuesAs(JsonObject.class);
    assertThat(types).hasSize(46);
    assertThat(types.get(0))
        .hasToString(
            "{\"name\":\"iModels.iModelCreated.v1\",\"description\":\"An iModel was created.\","
                + "\"properties\":[\"imodelId\",\"userId\"]}");
    assertThat(types.get(45))
        .hasToString("{\"name\":\"orders.created.v1\",\"description\":\"\",\"properties\":[]}");
  }

  @Test
  void failureAfterTheRequestsThreadHasTheContractsShape() throws Exception {
    api.publisher.failure =
        Optional.of(
            new Refusal(
                ErrorCode.INVALID_EVENTS_REQUEST,
                "message",
                List.of(Fault.of(FaultCode.INVALID_VALUE, "[1].iTwinId", "message"))));
    assertThat(answer().summary()).startsWith("422 InvalidEventsRequest");

    api.publisher.failure = Optional.of(new DatabaseFailure(new SQLException("x", "08006")));
    TestApi.Answer unavailable = answer();
    assertThat(unavailable.summary()).isEqualTo("503 ServiceUnavailable");
    assertThat(unavailable.header("Retry-After")).isEqualTo("5");
  }

  private static TestApi.Answer answer() throws Exception {
    return api.call("POST", "/events").scope("events:publish").json("{}").send();
  }
}
