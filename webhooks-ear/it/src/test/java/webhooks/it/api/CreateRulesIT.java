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

/** Every rule of a create request, over HTTP, a row for each. */
class CreateRulesIT {
  private static final String CODE = "InvalidCreateWebhookRequest";
  private static final String MESSAGE =
      "Cannot create a webhook. Make sure the request body is valid.";
  private static final String TYPE = "'iModels.iModelCreated.v1'";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final JsonObject valid =
      Application.Body.ofAccount(environment.receiver().inbox().url(), Event.CREATED);

  static Stream<Arguments> invalidUrls() {
    String target = "InvalidValue callbackUrl";
    return Stream.of(
        refused("null URL", "{'callbackUrl':null}", "MissingRequiredProperty callbackUrl"),
        refused("number as URL", "{'callbackUrl':5}", "InvalidRequestBody callbackUrl"),
        refused("array as URL", "{'callbackUrl':['a']}", "InvalidRequestBody callbackUrl"),
        refused("empty URL", "{'callbackUrl':''}", target),
        refused("http", "{'callbackUrl':'http://127.0.0.1/a'}", target),
        refused("ftp", "{'callbackUrl':'ftp://127.0.0.1/a'}", target),
        refused("relative path", "{'callbackUrl':'/a/b'}", target),
        refused("no scheme", "{'callbackUrl':'//127.0.0.1/a'}", target),
        refused("no URL", "{'callbackUrl':'not a url'}", target),
        refused("opaque", "{'callbackUrl':'https:abc'}", target),
        refused("no host", "{'callbackUrl':'https:///a'}", target),
        refused("no host but a port", "{'callbackUrl':'https://:443/a'}", target),
        refused("user", "{'callbackUrl':'https://user@127.0.0.1/a'}", target),
        refused("password", "{'callbackUrl':'https://user:pw@127.0.0.1/a'}", target),
        refused("fragment", "{'callbackUrl':'https://127.0.0.1/a#b'}", target),
        refused("empty fragment", "{'callbackUrl':'https://127.0.0.1/a#'}", target),
        refused("space", "{'callbackUrl':'https://127.0.0.1/a b'}", target),
        refused("2,049 characters", "{'callbackUrl':'" + url(2049) + "'}", target),
        refused("forbidden host", "{'callbackUrl':'https://10.0.0.1/a'}", target));
  }

  static Stream<Arguments> invalidScopes() {
    return Stream.of(
        refused("null scope", "{'scope':null}", "MissingRequiredProperty scope"),
        refused("number as scope", "{'scope':1}", "InvalidRequestBody scope"),
        refused("empty scope", "{'scope':''}", "InvalidValue scope"),
        refused("unknown scope", "{'scope':'Project'}", "InvalidValue scope"),
        refused("account in lower case", "{'scope':'account'}", "InvalidValue scope"),
        refused("iTwin in other case", "{'scope':'ITwin'}", "InvalidValue scope"),
        refused("another account", "{'scopeId':'another'}", "InvalidValue scopeId"),
        refused("number as scope id", "{'scopeId':1}", "InvalidRequestBody scopeId"),
        refused("iTwin without id", "{'scope':'iTwin'}", "MissingRequiredProperty scopeId"),
        refused("iTwin id no UUID", "{'scope':'iTwin','scopeId':'x'}", "InvalidValue scopeId"),
        refused("short UUID", "{'scope':'iTwin','scopeId':'1-1-1-1-1'}", "InvalidValue scopeId"));
  }

  static Stream<Arguments> invalidSecrets() {
    String target = "InvalidValue secret";
    return Stream.of(
        refused("number as secret", "{'secret':12345678901234567890}", "InvalidRequestBody secret"),
        refused("empty secret", "{'secret':''}", target),
        refused("31 characters", "{'secret':'" + "x".repeat(31) + "'}", target),
        refused("31 characters of two bytes", "{'secret':'" + "é".repeat(31) + "'}", target),
        refused("513 characters", "{'secret':'" + "x".repeat(513) + "'}", target),
        refused("line feed", "{'secret':'" + "x".repeat(40) + "\\n'}", target),
        refused("null character", "{'secret':'" + "x".repeat(40) + "\\u0000'}", target),
        refused("delete character", "{'secret':'" + "x".repeat(40) + "\\u007f'}", target));
  }

  static Stream<Arguments> invalidEventTypes() {
    String target = "InvalidValue eventTypes";
    String wrongType = "InvalidRequestBody eventTypes";
    return Stream.of(
        refused("null types", "{'eventTypes':null}", "MissingRequiredProperty eventTypes"),
        refused("text as types", "{'eventTypes':" + TYPE + "}", wrongType),
        refused("object as types", "{'eventTypes':{}}", wrongType),
        refused("number among types", "{'eventTypes':[" + TYPE + ",1]}", wrongType),
        refused("null among types", "{'eventTypes':[" + TYPE + ",null]}", wrongType),
        refused("no types", "{'eventTypes':[]}", target),
        refused("unknown type", "{'eventTypes':['no.such.v1']}", target),
        refused("unknown type among known", "{'eventTypes':[" + TYPE + ",'x']}", target),
        refused("type in other case", "{'eventTypes':['imodels.imodelcreated.v1']}", target),
        refused("empty type", "{'eventTypes':['']}", target));
  }

  static Stream<Arguments> invalidProperties() {
    return Stream.of(
        refused("unknown property", "{'foo':'x'}", "InvalidProperty foo"),
        refused("property in other case", "{'Secret':'x'}", "InvalidProperty Secret"),
        refused("id", "{'id':'x'}", "InvalidProperty id"),
        refused("active", "{'active':true}", "InvalidProperty active"),
        refused("created", "{'created':'x'}", "InvalidProperty created"),
        refused("modified", "{'modified':'x'}", "InvalidProperty modified"),
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
  @MethodSource({
    "invalidUrls",
    "invalidScopes",
    "invalidSecrets",
    "invalidEventTypes",
    "invalidProperties"
  })
  void refusesInvalidPropertyAndNamesEachFault(String rule, String change, String[] details) {
    String body = Rows.merge(valid, Rows.parse(change)).toString();

    application.post(body).isError(422, CODE, details).hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"callbackUrl", "scope", "eventTypes"})
  void refusesAnOmittedProperty(String property) {
    String body = Rows.without(valid, property).toString();

    application
        .post(body)
        .isError(422, CODE, "MissingRequiredProperty " + property)
        .hasMessage(MESSAGE);
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
  @ValueSource(
      strings = {"{", "{\"scope\":", "{} x", "[]", "[{}]", "\"a\"", "17", "true", "null", "{a:1}"})
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
        accepted("32 characters", "{'secret':'" + "x".repeat(32) + "'}"),
        accepted("512 characters", "{'secret':'" + "x".repeat(512) + "'}"),
        accepted("32 characters of two bytes", "{'secret':'" + "é".repeat(32) + "'}"),
        accepted("512 characters of three bytes", "{'secret':'" + "東".repeat(512) + "'}"),
        accepted("null secret", "{'secret':null}"),
        accepted("null scope id", "{'scopeId':null}"),
        accepted("null under a read-only name", "{'id':null,'active':null,'created':null}"),
        accepted("null under an unknown name", "{'foo':null}"),
        accepted("2,048 characters", "{'callbackUrl':'" + url(2048) + "'}"),
        accepted("a port", "{'callbackUrl':'https://127.0.0.1:8443/a'}"),
        accepted("no path", "{'callbackUrl':'https://127.0.0.1'}"),
        accepted("a query", "{'callbackUrl':'https://127.0.0.1/a?b=%20c&d=1'}"),
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
