package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.it.harness.Rows.accepted;
import static webhooks.it.harness.Rows.refused;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Rows;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;

/**
 * Tests each rule of a create request once over HTTP.
 *
 * <p>{@code WebhookRulesTest}, {@code CallbackUrlTest} and {@code JsonBodyTest} have all rows.
 */
class CreateRulesIT {
  private static final String CODE = "InvalidCreateWebhookRequest";
  private static final String MESSAGE =
      "Cannot create a webhook. Make sure the request body is valid.";
  private static final String TYPE = "'iModels.iModelCreated.v1'";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final JsonObject valid =
      Application.Body.ofAccount(environment.receiver().inbox().url(), Event.CREATED);

  static Stream<Arguments> invalidProperties() {
    return Stream.of(
        refused("null URL", "{'callbackUrl':null}", "MissingRequiredProperty callbackUrl"),
        refused("number as URL", "{'callbackUrl':5}", "InvalidRequestBody callbackUrl"),
        refused("http", "{'callbackUrl':'http://127.0.0.1/a'}", "InvalidValue callbackUrl"),
        refused("forbidden", "{'callbackUrl':'https://10.0.0.1/a'}", "InvalidValue callbackUrl"),
        refused("unknown scope", "{'scope':'Project'}", "InvalidValue scope"),
        refused("another account", "{'scopeId':'another'}", "InvalidValue scopeId"),
        refused("iTwin without id", "{'scope':'iTwin'}", "MissingRequiredProperty scopeId"),
        refused("iTwin id no UUID", "{'scope':'iTwin','scopeId':'x'}", "InvalidValue scopeId"),
        refused("31 characters", "{'secret':'" + "x".repeat(31) + "'}", "InvalidValue secret"),
        refused("text as types", "{'eventTypes':" + TYPE + "}", "InvalidRequestBody eventTypes"),
        refused("unknown type", "{'eventTypes':[" + TYPE + ",'x']}", "InvalidValue eventTypes"),
        refused("read-only property", "{'active':true}", "InvalidProperty active"),
        refused(
            "everything at once",
            "{'callbackUrl':'http://a','scope':'iTwin','scopeId':'x','secret':'short',"
                + "'eventTypes':['x'],'active':true,'foo':1,'bar':{}}",
            "InvalidValue callbackUrl",
            "InvalidValue scopeId",
            "InvalidValue secret",
            "InvalidValue eventTypes",
            "InvalidProperty active",
            "InvalidProperty foo",
            "InvalidProperty bar"),
        refused(
            "every type wrong, and an unknown property",
            "{'callbackUrl':1,'scope':2,'scopeId':3,'secret':true,'eventTypes':{},'foo':1}",
            "InvalidRequestBody callbackUrl",
            "InvalidRequestBody scope",
            "InvalidRequestBody scopeId",
            "InvalidRequestBody secret",
            "InvalidRequestBody eventTypes",
            "InvalidProperty foo"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidProperties")
  void refusesInvalidPropertyAndNamesEachFault(String rule, String change, String[] details) {
    String body = Rows.merge(valid, Rows.parse(change)).toString();

    application.post(body).isError(422, CODE, details).hasMessage(MESSAGE);
  }

  @Test
  void namesEveryMissingProperty() {
    application
        .post("{}")
        .isError(
            422,
            CODE,
            "MissingRequiredProperty callbackUrl",
            "MissingRequiredProperty scope",
            "MissingRequiredProperty eventTypes")
        .hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]"})
  void refusesABodyThatIsNoJsonObject(String body) {
    application.post(body).isError(422, CODE, "InvalidRequestBody").hasMessage(MESSAGE);
  }

  @Test
  void errorDoesNotRepeatTheSecret() {
    JsonObject secret = Rows.parse("{'secret':'a secret that nobody may see','scope':'x'}");

    Answer answer = application.post(Rows.merge(valid, secret).toString()).is(422);

    assertThat(answer.body()).doesNotContain("a secret that");
  }

  @Test
  void refusesARequestWithoutABody() {
    application.post("").isError(422, CODE, "MissingRequestBody").hasMessage(MESSAGE);
  }

  static Stream<Arguments> validProperties() {
    return Stream.of(
        accepted("512 characters of three bytes", "{'secret':'" + "東".repeat(512) + "'}"),
        accepted("32 characters", "{'secret':'whsec_" + "x".repeat(26) + "'}"),
        accepted("null secret", "{'secret':null}"),
        accepted("null under a read-only name", "{'id':null,'active':null,'created':null}"),
        accepted("2,048 characters", "{'callbackUrl':'" + url(2048) + "'}"),
        accepted("port and query", "{'callbackUrl':'https://127.0.0.1:8443/a?b=%20c&d=1'}"),
        accepted("a public address", "{'callbackUrl':'https://8.8.8.8/a'}"),
        accepted("a name that does not resolve", "{'callbackUrl':'https://no.such.invalid/a'}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validProperties")
  void acceptsValidProperties(String rule, String change) {
    JsonObject body = Rows.merge(valid, Rows.parse(change));

    JsonObject created = application.post(body.toString()).is(202).json();

    assertThat(created.getString("callbackUrl")).isEqualTo(body.getString("callbackUrl"));
    if (body.get("secret") instanceof JsonString secret) {
      assertThat(created.getString("secret")).isEqualTo(secret.getString());
    }
  }

  @Test
  void removesDuplicateEventTypesAndKeepsTheirOrder() {
    String types = "['%1$s','%2$s','%1$s','%2$s']".formatted(Event.DELETED, Event.CREATED);
    JsonObject body = Rows.merge(valid, Rows.parse("{'eventTypes':" + types + "}"));

    JsonObject created = application.post(body.toString()).is(202).json();

    assertThat(created.getJsonArray("eventTypes").getValuesAs(value -> value.toString()))
        .containsExactly("\"" + Event.DELETED + "\"", "\"" + Event.CREATED + "\"");
  }

  @Test
  void acceptsTheCallersOwnAccountAsScopeId() {
    JsonObject own = Rows.parse("{'scopeId':'" + application.account() + "'}");

    application.post(Rows.merge(valid, own).toString()).is(202);
  }

  @Test
  void answersITwinIdInLowerCase() {
    UUID iTwin = application.createMaintainedITwin();
    String id = iTwin.toString().toUpperCase(Locale.ROOT);
    JsonObject change = Rows.parse("{'scope':'iTwin','scopeId':'" + id + "'}");

    JsonObject created = application.post(Rows.merge(valid, change).toString()).is(202).json();

    assertThat(created.getString("scopeId")).isEqualTo(iTwin.toString());
  }

  @Test
  void allowsIdenticalWebhooks() {
    String first = application.create(valid).id();

    assertThat(application.create(valid).id()).isNotEqualTo(first);
  }

  private static String url(int length) {
    String start = "https://127.0.0.1/";
    return start + "a".repeat(length - start.length());
  }
}
