package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.it.harness.Rows.accepted;
import static webhooks.it.harness.Rows.refused;

import jakarta.json.JsonObject;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Rows;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.token.TokenBuilder;

/**
 * Tests each rule of a publish request once over HTTP.
 *
 * <p>{@code PublishRequestReaderTest} and {@code EventReaderTest} have all rows.
 */
class PublishRulesIT {
  private static final String CODE = "InvalidEventsRequest";
  private static final String MESSAGE =
      "Cannot publish the events. Make sure the request body is valid.";
  private static final int LIMIT = 8 * 1024 * 1024;
  private static final int MAX_CONTENT = 256 * 1024;

  private final TestEnvironment environment = TestEnvironment.shared();

  /** Returns a valid event of an account without webhooks. */
  private static JsonObject valid() {
    return Rows.parse(
        "{'messageId':'%s','eventType':'iModels.iModelCreated.v1','accountId':'nobody','content':{}}"
            .formatted(UUID.randomUUID()));
  }

  static Stream<Arguments> invalidChanges() {
    String iTwin = "'iTwinId':'" + UUID.randomUUID() + "'";
    return Stream.of(
        refused("null type", "{'eventType':null}", "MissingRequiredProperty eventType"),
        refused("unknown type", "{'eventType':'no.such.v1'}", "InvalidValue eventType"),
        refused("array as content", "{'content':[]}", "InvalidRequestBody content"),
        refused("content over 256 KiB", content(MAX_CONTENT + 1), "InvalidValue content"),
        refused(
            "neither account nor iTwin", "{'accountId':null}", "MissingRequiredProperty iTwinId"),
        refused("129", "{'accountId':'" + "x".repeat(129) + "'}", "InvalidValue accountId"),
        refused("unknown iTwin", "{'accountId':null," + iTwin + "}", "InvalidValue iTwinId"),
        refused("true as id", "{'messageId':true}", "InvalidRequestBody messageId"),
        refused("no time", "{'enqueuedDateTime':'now'}", "InvalidValue enqueuedDateTime"),
        refused("property in other case", "{'ITwinId':'x'}", "InvalidProperty ITwinId"),
        refused(
            "everything at once",
            "{'messageId':'1','eventType':'x','iTwinId':'2','accountId':'','content':'',"
                + "'enqueuedDateTime':'+99999-01-01T00:00:00Z','a':1,'b':{'c':[]}}",
            "InvalidValue messageId",
            "InvalidValue eventType",
            "InvalidValue iTwinId",
            "InvalidValue accountId",
            "InvalidValue enqueuedDateTime",
            "InvalidRequestBody content",
            "InvalidProperty a",
            "InvalidProperty b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidChanges")
  void namesTheFaultsOfASingleEvent(String rule, String change, String... details) {
    String event = Rows.merge(valid(), Rows.parse(change)).toString();

    environment.publish(event).isError(422, CODE, details).hasMessage(MESSAGE);
  }

  @Test
  void namesTheFaultyEventOfAnArrayAndAcceptsNone() {
    JsonObject good = valid();
    JsonObject ofUnknownITwin =
        Rows.merge(valid(), Rows.parse("{'accountId':null,'iTwinId':'" + UUID.randomUUID() + "'}"));

    environment
        .publish("[" + good + "," + ofUnknownITwin + "]")
        .isError(422, CODE, "InvalidValue [1].iTwinId")
        .hasMessage(MESSAGE);

    publish(good.toString(), 1, 0);
  }

  @Test
  void namesTheFaultsOfAllEvents() {
    environment
        .publish("[{}," + valid() + ",5,[],{\"eventType\":\"x\",\"messageId\":1}]")
        .isError(
            422,
            CODE,
            "MissingRequiredProperty [0].eventType",
            "MissingRequiredProperty [0].content",
            "MissingRequiredProperty [0].iTwinId",
            "InvalidRequestBody [2]",
            "InvalidRequestBody [3]",
            "InvalidRequestBody [4].messageId",
            "InvalidValue [4].eventType",
            "MissingRequiredProperty [4].content",
            "MissingRequiredProperty [4].iTwinId");
  }

  @Test
  void refusesAMissingBody() {
    environment.publish("").isError(422, CODE, "MissingRequestBody").hasMessage(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "[{}] 1"})
  void refusesABodyWithoutEvents(String body) {
    environment.publish(body).isError(422, CODE, "InvalidRequestBody").hasMessage(MESSAGE);
  }

  @Test
  void acceptsUpToAThousandEvents() {
    String event = valid().toString();

    environment
        .publish(Collections.nCopies(1001, event).toString())
        .isError(422, CODE, "InvalidRequestBody");
    publish(Collections.nCopies(1000, event).toString(), 1, 999);
  }

  static Stream<Arguments> validChanges() {
    return Stream.of(
        accepted("null for optional and unknown properties", "{'messageId':null,'webhookId':null}"),
        accepted("unknown iTwin, with account", "{'iTwinId':'" + UUID.randomUUID() + "'}"),
        accepted("256 KiB of content", content(MAX_CONTENT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validChanges")
  void acceptsAValidEvent(String rule, String change) {
    publish(Rows.merge(valid(), Rows.parse(change)).toString(), 1, 0);
  }

  @Test
  void recognizesDuplicatesInOneAndInLaterRequests() {
    JsonObject event = valid();

    publish("[" + event + "," + valid() + "," + event + "]", 2, 1);
    publish(event.toString(), 0, 1);
  }

  @Test
  void acceptsUpToEightMebibytes() {
    String largest = "[" + valid() + " ".repeat(LIMIT - valid().toString().length() - 2) + "]";

    publish(largest, 1, 0);
    environment.publish(largest + " ").isError(413, "RequestTooLarge");
    environment
        .api()
        .post("/events")
        .as(environment.tokens().publisher())
        .chunked(largest + " ")
        .send()
        .isError(413, "RequestTooLarge");
    environment
        .api()
        .post("/events")
        .as(environment.tokens().publisher())
        .body("text/plain", "{}")
        .send()
        .isError(415, "UnsupportedMediaType");
  }

  @Test
  void onlyPublishersMayPublish() {
    TokenBuilder trusted =
        environment.tokens().draft(TestEnvironment.TRUSTED_PUBLISHER, "operations");
    String event = valid().toString();

    send(trusted.rs256(), event).is(202);
    send(trusted.with("email", "a@example.test").rs256(), event).isError(401, "Unauthorized");
    for (String scope : new String[] {"itwin-platform", "webhooks:modify", "webhooks:admin"}) {
      send(environment.application().draft().with("scope", scope).rs256(), event)
          .isError(401, "Unauthorized")
          .hasMessage("Access denied. The access_token lacks the scope 'events:publish'.");
    }
    send(
            environment
                .application()
                .draft()
                .with("scope", "events:publish")
                .with("email", "a@example.test")
                .rs256(),
            event)
        .isError(403, "InsufficientPermissions", "MissingRole");
    environment.api().post("/events").json(event).send().isError(401, "HeaderNotFound");
  }

  private Answer send(String token, String body) {
    return environment.api().post("/events").as(token).json(body).send();
  }

  private void publish(String body, int accepted, int duplicates) {
    assertThat(environment.publish(body).is(202).json())
        .isEqualTo(Rows.parse("{'accepted':%d,'duplicates':%d}".formatted(accepted, duplicates)));
  }

  /** Returns a change that sets content of this many bytes. */
  private static String content(int bytes) {
    return "{'content':{'a':'" + "x".repeat(bytes - "{'a':''}".length()) + "'}}";
  }
}
