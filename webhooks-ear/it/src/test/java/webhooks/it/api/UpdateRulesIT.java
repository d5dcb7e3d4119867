package webhooks.it.api;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.it.harness.Rows.accepted;
import static webhooks.it.harness.Rows.refused;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Rows;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;

/**
 * Tests each rule of an update request once over HTTP.
 *
 * <p>{@code WebhookRulesTest}, {@code CallbackUrlTest} and {@code JsonBodyTest} have all rows.
 */
class UpdateRulesIT {
  private static final String CODE = "InvalidUpdateWebhookRequest";
  private static final String MESSAGE =
      "Cannot update a webhook. Make sure the request body is valid.";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Registered webhook =
      application.create(Application.Body.ofAccount(environment.receiver().inbox().url()));

  static Stream<Arguments> invalidProperties() {
    return Stream.of(
        refused("http", "{'callbackUrl':'http://127.0.0.1/a'}", "InvalidValue callbackUrl"),
        refused("513 characters", "{'secret':'" + "x".repeat(513) + "'}", "InvalidValue secret"),
        refused("text as active", "{'active':'true'}", "InvalidRequestBody active"),
        refused("no types", "{'eventTypes':[]}", "InvalidValue eventTypes"),
        refused("number among types", "{'eventTypes':[1]}", "InvalidRequestBody eventTypes"),
        refused(
            "everything at once",
            "{'callbackUrl':'http://a','secret':'x','active':'x','eventTypes':['x'],"
                + "'id':'x','scope':'x','scopeId':'x','created':'x','modified':'x','foo':1}",
            "InvalidValue callbackUrl",
            "InvalidValue secret",
            "InvalidRequestBody active",
            "InvalidValue eventTypes",
            "InvalidProperty id",
            "InvalidProperty scope",
            "InvalidProperty scopeId",
            "InvalidProperty created",
            "InvalidProperty modified",
            "InvalidProperty foo"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidProperties")
  void refusesInvalidPropertyAndChangesNothing(String rule, String change, String[] details) {
    JsonObject before = read();

    application
        .patch(webhook, Rows.parse(change).toString())
        .isError(422, CODE, details)
        .hasMessage(MESSAGE);

    assertThat(read()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"active\":true} x"})
  void refusesABodyThatIsNoJsonObject(String body) {
    application.patch(webhook, body).isError(422, CODE, "InvalidRequestBody").hasMessage(MESSAGE);
  }

  @Test
  void refusesARequestWithoutABody() {
    application.patch(webhook, "").isError(422, CODE, "MissingRequestBody").hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'callbackUrl':null,'secret':null,'active':null,'eventTypes':null}",
        "{'id':null,'scope':null,'modified':null,'foo':null}"
      })
  void changesNothingWithoutProperties(String change) {
    JsonObject before = read();

    JsonObject answer = application.patch(webhook, Rows.parse(change).toString()).is(200).json();

    assertThat(answer).isEqualTo(before);
    assertThat(read()).isEqualTo(before);
  }

  static Stream<Arguments> valid() {
    return Stream.of(
        accepted("URL", "{'callbackUrl':'https://127.0.0.1:9443/new?a=1'}"),
        accepted("types", "{'eventTypes':['iModels.iModelDeleted.v1','iTwins.iTwinCreated.v1']}"),
        accepted("active", "{'active':true}"),
        accepted("inactive while inactive", "{'active':false}"),
        accepted("both", "{'active':true,'eventTypes':['iModels.iModelDeleted.v1']}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void changesOnlyGivenProperties(String rule, String change) {
    JsonObject given = Rows.parse(change);
    JsonObject expected = Rows.without(Rows.merge(read(), given), "modified");

    JsonObject answer = application.patch(webhook, given.toString()).is(200).json();

    assertThat(Rows.without(answer, "modified")).isEqualTo(expected);
    assertThat(read()).isEqualTo(answer);
  }

  @Test
  void activatingTwiceIsNoError() {
    application.activate(application.activate(webhook));

    assertThat(read().getBoolean("active")).isTrue();
  }

  @Test
  void sameValuesChangeNothing() {
    application.activate(webhook);
    JsonObject before = read();
    String same =
        Json.createObjectBuilder(Rows.parse("{'active':true}"))
            .add("callbackUrl", before.getString("callbackUrl"))
            .add("eventTypes", before.getJsonArray("eventTypes"))
            .add("secret", webhook.secret())
            .build()
            .toString();

    assertThat(application.patch(webhook, same).is(200).json()).isEqualTo(before);

    assertThat(read()).isEqualTo(before);
  }

  @Test
  void answersSimultaneousUpdatesAndKeepsTheLast() {
    List<String> urls =
        IntStream.range(0, 16).mapToObj(i -> "https://127.0.0.1:9443/" + i).toList();

    CompletableFuture.allOf(
            urls.stream()
                .map(url -> "{\"callbackUrl\":\"" + url + "\"}")
                .map(body -> runAsync(() -> application.patch(webhook, body).is(200)))
                .toArray(CompletableFuture<?>[]::new))
        .join();

    assertThat(urls).contains(read().getString("callbackUrl"));
    application.patch(webhook, "{\"callbackUrl\":\"https://127.0.0.1/last\"}").is(200);
    assertThat(read().getString("callbackUrl")).isEqualTo("https://127.0.0.1/last");
  }

  @Test
  void answersNoSecretOfAnUpdate() {
    for (String secret : List.of("x".repeat(32), "y".repeat(512))) {
      JsonObject before = Rows.without(read(), "modified");

      JsonObject answer =
          application.patch(webhook, "{\"secret\":\"" + secret + "\"}").is(200).json();

      assertThat(Rows.without(answer, "modified")).isEqualTo(before);
      assertThat(read()).isEqualTo(answer);
    }
  }

  @Test
  void refusesUnfitCallerBeforeReadingTheWebhook() {
    String user = application.draft().with("email", "user@example.test").rs256();
    String nowhere = application.draft().without("org").rs256();

    for (String id : new String[] {webhook.id(), UUID.randomUUID().toString(), "no-uuid"}) {
      for (String token : new String[] {user, nowhere}) {
        environment
            .api()
            .patch("/webhooks/" + id)
            .as(token)
            .json("{\"foo\":1}")
            .send()
            .isError(403, "InsufficientPermissions");
      }
    }
  }

  @Test
  void removesDuplicateEventTypes() {
    String change = "{'eventTypes':['%1$s','%2$s','%1$s']}".formatted(Event.DELETED, Event.CREATED);

    JsonObject answer = application.patch(webhook, Rows.parse(change).toString()).is(200).json();

    assertThat(answer.getJsonArray("eventTypes")).hasSize(2);
    assertThat(answer.getJsonArray("eventTypes").getString(0)).isEqualTo(Event.DELETED);
  }

  @Test
  void hidesAnotherApplicationsWebhook() {
    Application other = environment.application(application.account());

    assertNotAvailable(other.get(webhook));
    assertNotAvailable(other.patch(webhook, "{\"active\":true}"));
    assertNotAvailable(other.patch(webhook, "{\"foo\":1}"));
  }

  @Test
  void unknownAndMalformedIdsAreNotAvailable() {
    for (String id : new String[] {UUID.randomUUID().toString(), "no-uuid", "1-1-1-1-1"}) {
      Registered unknown = new Registered(id, "", "");
      assertNotAvailable(application.get(unknown));
      assertNotAvailable(application.patch(unknown, "{\"active\":true}"));
    }
  }

  private static void assertNotAvailable(Answer answer) {
    answer.isError(404, "WebhookNotFound").hasMessage("Requested webhook is not available.");
  }

  private JsonObject read() {
    return application.get(webhook).is(200).json();
  }
}
