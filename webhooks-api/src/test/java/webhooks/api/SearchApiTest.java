package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.recover.RecoverDeliveries;
import webhooks.domain.delivery.history.search.ListDeliveries;

/** Searches for deliveries and the selection of a recovery over HTTP. */
class SearchApiTest {
  private static final Optional<String> NONE = Optional.empty();

  @RegisterExtension private static final TestApi api = new TestApi();

  private final FakeAdministration administration = api.administration;

  private static TestApi.Answer send(String method, String path, String json) throws Exception {
    TestApi.Call call = api.call(method, path).scope("webhooks:read");
    return (json.isEmpty() ? call : call.json(json)).send();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks/x/deliveries", "/deliveries"})
  void readsAllConditions(String path) throws Exception {
    TestApi.Answer answer =
        send(
            "GET",
            path
                + "?$top=2&status=pending&since=s&until=u&eventType=e&messageId=m&traceId=t"
                + "&statusCode=5xx&error=dns&text=a%20b",
            "");

    assertThat(administration.got)
        .isEqualTo(
            new ListDeliveries(
                Optional.of("2"),
                NONE,
                Optional.of("pending"),
                Optional.of("s"),
                Optional.of("u"),
                new ListDeliveries.Conditions(
                    Optional.of("e"),
                    Optional.of("m"),
                    Optional.of("t"),
                    Optional.of("5xx"),
                    Optional.of("dns"),
                    Optional.of("a b")),
                List.of()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet()).containsExactly("deliveries", "searched", "_links");
    assertThat(answer.json().getJsonObject("searched").toString())
        .isEqualTo(
            """
            {"rows":250,"newest":"2026-10-02T15:55:00.000Z","since":"2026-10-02T14:55:00.000Z","complete":false}\
            """);
  }

  @Test
  void listWithoutConditionsIsNoSearch() throws Exception {
    assertThat(send("GET", "/deliveries", "").json().keySet())
        .containsExactly("deliveries", "_links");
  }

  @Test
  void countsWhatARecoveryTakes() throws Exception {
    TestApi.Answer answer =
        send(
            "POST",
            "/webhooks/x/deliveries/count",
            "{\"since\":\"s\",\"error\":\"e\",\"statusCode\":\"5xx\",\"messageIds\":[\"m\"]}");

    assertThat(answer.response().body()).isEqualTo("{\"count\":7,\"complete\":false}");
    assertThat(administration.got)
        .isEqualTo(
            new RecoverDeliveries(
                Optional.of("s"),
                NONE,
                Optional.empty(),
                NONE,
                Optional.of("e"),
                Optional.of("5xx"),
                Optional.of(List.of("m")),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({"503, 503", "503.0, 503", "\"5xx\", 5xx", "503.5, 503.5", "1e999999, 1E+999999"})
  void takesAStatusCodeAsANumber(String given, String read) throws Exception {
    send("POST", "/webhooks/x/deliveries/count", "{\"since\":\"s\",\"statusCode\":" + given + "}");

    assertThat(administration.got)
        .isInstanceOfSatisfying(
            RecoverDeliveries.class, request -> assertThat(request.statusCode()).contains(read));
  }

  @Test
  void showsHowFarARecoveryIs() throws Exception {
    assertThat(send("GET", "/webhooks/x/recover", "").response().body())
        .isEqualTo("{\"recovered\":7,\"running\":false}");

    administration.recovered = new RecoveryProgress(4000, 3, false);
    assertThat(send("GET", "/webhooks/x/recover", "").response().body())
        .isEqualTo(
            "{\"recovered\":4000,\"payloadErased\":3,\"running\":true,"
                + "\"remaining\":{\"count\":5,\"complete\":true}}");
    administration.recovered = new RecoveryProgress(7, 0, true);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /deliveries",
    "GET, /webhooks/x/deliveries",
    "GET, /webhooks/x/recover",
    "POST, /webhooks/x/deliveries/count"
  })
  void refusesUnknownParametersAndOtherScopes(String method, String path) throws Exception {
    String json = method.equals("POST") ? "{\"since\":\"s\"}" : "";

    assertThat(send(method, path + "?a=1", json).summary())
        .isEqualTo("422 InvalidRequest [InvalidProperty a]");
    assertThat(api.call(method, path).scope("events:publish").send().summary())
        .isEqualTo("401 Unauthorized");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|[MissingRequestBody]",
        "{\"messageIds\":\"x\"}|[InvalidRequestBody messageIds]",
        "{\"statusCode\":[503]}|[InvalidRequestBody statusCode]",
        "{\"statusCode\":true}|[InvalidRequestBody statusCode]",
        "{\"text\":\"x\"}|[InvalidProperty text]"
      })
  void refusesInvalidBodies(String body, String details) throws Exception {
    assertThat(
            api.call("POST", "/webhooks/x/deliveries/count")
                .scope("webhooks:read")
                .json(body)
                .send()
                .summary())
        .isEqualTo("422 InvalidRequest " + details);
  }
}
