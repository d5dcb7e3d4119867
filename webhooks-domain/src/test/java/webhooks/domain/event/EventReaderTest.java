package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.settings.TestSettings;

class EventReaderTest {
  private static final String ID = "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1";
  private static final UUID OWN_ID = new UUID(1, 2);
  private static final String NOW = "2026-10-02T14:55:00.463Z";
  private static final String TYPE = "\"eventType\": \"iModels.changesReady.v1\"";

  private final EventReader reader =
      new EventReader(
          new EventTypes(TestSettings.with()), Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC));

  @Test
  void readsAWholeEvent() {
    Event event =
        read(
            "{\"messageId\": \"%s\", %s, \"iTwinId\": \"%s\", \"accountId\": \"a\", "
                    .formatted(ID.toUpperCase(java.util.Locale.ROOT), TYPE, ID)
                + "\"enqueuedDateTime\": \"2026-10-01T10:00:00Z\", \"content\": {\"a\": 1}}");

    assertThat(event.id()).isEqualTo(UUID.fromString(ID));
    assertThat(event.eventType()).isEqualTo("iModels.changesReady.v1");
    assertThat(event.iTwinId()).contains(UUID.fromString(ID));
    assertThat(event.accountId()).contains("a");
    assertThat(event.payload().enqueuedDateTime()).isEqualTo("2026-10-01T10:00:00Z");
    assertThat(content(event)).isEqualTo("{\"a\": 1}");
  }

  @Test
  void readsAccountThatIsAUuidInLowerCase() {
    String upper = ID.toUpperCase(java.util.Locale.ROOT);

    assertThat(read("{%s, \"accountId\": \"%s\", \"content\": {}}".formatted(TYPE, upper)))
        .extracting(event -> event.accountId().orElseThrow())
        .isEqualTo(ID);
  }

  @Test
  void addsMissingIdAndTime() {
    Event event = readContent("{}");

    assertThat(event.id()).isEqualTo(OWN_ID);
    assertThat(event.payload().enqueuedDateTime()).isEqualTo(NOW);
    assertThat(event.iTwinId()).isEmpty();
  }

  @Test
  void treatsNullAsMissing() {
    Event event =
        read(
            "{\"messageId\": null, \"iTwinId\": null, \"enqueuedDateTime\": null, %s, "
                    .formatted(TYPE)
                + "\"accountId\": \"a\", \"content\": {}}");

    assertThat(event.id()).isEqualTo(OWN_ID);
    assertThat(event.iTwinId()).isEmpty();
    assertThat(event.payload().enqueuedDateTime()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{\"z\": 1, \"a\": 2, \"m\": 3}",
        "{\"n\": 1.50, \"e\": 1E400, \"big\": 123456789012345678901234567890, \"zero\": -0.0}",
        "{\"a\": 1, \"a\": 2}",
        "{\n\t\"spaced\" :\r\n [ 1 , { } ]\n}",
        "{\"é\": \"€\", \"smile\": \"\uD83D\uDE00\"}",
        "{\"escaped\": \"\\u20ac\\/\\\"\\\\ \\ud83d\\ude00 }{\"}",
        "{\"\\u0000\": \"\\u0000\"}",
        "{\"content\": {\"content\": {}}, \"webhookId\": \"x\"}"
      })
  void keepsTheBytesOfTheContent(String content) {
    assertThat(content(readContent(content))).isEqualTo(content);
  }

  @Test
  void keepsTheBytesAfterOtherText() {
    String before = "{\"ä€\uD83D\uDE00\": [\"ü\", {\"content\": {}}], ";

    assertThat(content(read(before + TYPE + ",\"accountId\":\"ä\",\"content\":{\"ö\":1} \n}\n")))
        .isEqualTo("{\"ö\":1}");
  }

  @Test
  void readsEscapedPropertyNames() {
    assertThat(content(read("{" + TYPE + ", \"accountId\": \"a\", \"c\\u006fntent\": {}}")))
        .isEqualTo("{}");
  }

  @Test
  void ignoresUnknownProperties() {
    assertThat(content(readContent("{}, \"webhookId\": {\"a\": [1]}, \"x\": 1"))).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-02T14:55:00.463Z, 2026-10-02T14:55:00.463Z",
    "2026-10-02T14:55:00Z, 2026-10-02T14:55:00Z",
    "2026-10-02T14:55:00.4631234Z, 2026-10-02T14:55:00.4631234Z",
    "2026-10-02T16:55:00.463+02:00, 2026-10-02T14:55:00.463Z",
    "2026-10-02T14:55-01:00, 2026-10-02T15:55:00.000Z",
    "2026-12-31T23:59:59-01:00, 2027-01-01T00:59:59.000Z",
    "+02026-10-02T14:55:00Z, 2026-10-02T14:55:00.000Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z"
  })
  void writesTimesInUtc(String given, String written) {
    assertThat(
            readContent("{}, \"enqueuedDateTime\": \"%s\"".formatted(given))
                .payload()
                .enqueuedDateTime())
        .isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-10-02",
        "2026-10-02T14:55:00",
        "2026-13-02T14:55:00Z",
        "2026-10-02 14:55:00Z",
        "1790952900",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00",
        "-0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "+99999-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59-18:00"
      })
  void refusesInvalidTimes(String time) {
    assertInvalid(
        with("{}, \"enqueuedDateTime\": \"%s\"".formatted(time)),
        "'enqueuedDateTime' must be ISO 8601 of the years 0001 to 9999, such as"
            + " 2026-10-02T14:55:00.463Z.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\" | The message is not a JSON object.",
        "[] | The message is not a JSON object.",
        "null | The message is not a JSON object.",
        "'' | The message is not a JSON object.",
        "{} | 'eventType' is missing.",
        "{\"eventType\": null} | 'eventType' is missing.",
        "{\"eventType\": 1} | 'eventType' must be a string.",
        "{\"eventType\": {}} | 'eventType' must be a string.",
        "{\"messageId\": true} | 'messageId' must be a string.",
        "{\"iTwinId\": []} | 'iTwinId' must be a string.",
        "{\"accountId\": 1.5} | 'accountId' must be a string.",
        "{\"enqueuedDateTime\": 1790952900} | 'enqueuedDateTime' must be a string.",
        "{\"content\": []} | 'content' must be a JSON object.",
        "{\"content\": \"{}\"} | 'content' must be a JSON object.",
        "{\"content\": null} | 'eventType' is missing.",
        "{\"eventType\": \"no.such.v1\"} | 'eventType' is not in the catalogue.",
        "{\"eventType\": \"iModels.changesReady.v1\"} | 'content' is missing.",
        "{\"eventType\": \"iModels.changesReady.v1\", \"content\": null} | 'content' is missing.",
        "{\"eventType\": \"webhooks.test.v1\"} | 'eventType' is not in the catalogue.",
        "{\"eventType\": \"webhooks.webhookFailing.v1\"} |"
            + " 'eventType' is a type of events that only this product makes.",
        "{\"content\": {}, \"content\": {}} | The event has a property twice.",
        "{\"messageId\": null, \"m\\u0065ssageId\": null} | The event has a property twice.",
        "{\"x\": 1, \"x\": 1} | The event has a property twice."
      })
  void givesTheReasonOfARejection(String json, String reason) {
    assertInvalid(json, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{}", "]", "}", ","})
  void refusesTextAfterTheObject(String more) {
    assertThatThrownBy(() -> read(with("{}") + " " + more))
        .isInstanceOf(InvalidEventException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "", "8a0f4d9c4e5b4d0e9d460c7e35a5b9b1", "{" + ID + "}"})
  void refusesInvalidIds(String id) {
    assertInvalid(with("{}, \"messageId\": \"" + id + "\""), "'messageId' is not a UUID.");
    assertInvalid(with("{}, \"iTwinId\": \"" + id + "\""), "'iTwinId' is not a UUID.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\\u0000", "a\\u001fb", "a\\u0085"})
  void refusesInvalidAccounts(String account) {
    assertThatThrownBy(
            () -> read("{%s, \"content\": {}, \"accountId\": \"%s\"}".formatted(TYPE, account)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("'accountId' must have 1 to 128 characters");
  }

  @Test
  void boundsTheLengthOfAccounts() {
    String account = "a".repeat(128);
    assertThat(read("{%s, \"content\": {}, \"accountId\": \"%s\"}".formatted(TYPE, account)))
        .extracting(Event::accountId)
        .isEqualTo(Optional.of(account));
    assertThatThrownBy(
            () -> read("{%s, \"content\": {}, \"accountId\": \"%sa\"}".formatted(TYPE, account)))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void boundsTheContentAt256KiB() {
    int overhead = "{\"a\":\"\"}".length();
    String largest = "{\"a\":\"%s\"}".formatted("x".repeat(256 * 1024 - overhead));
    assertThat(content(readContent(largest))).isEqualTo(largest);

    assertInvalid(
        with("{\"a\":\"%s\"}".formatted("x".repeat(256 * 1024 - overhead + 1))),
        "'content' is larger than 256 KiB.");
    assertInvalid(
        with("{\"a\":\"%s\"}".formatted("€".repeat(100_000))), "'content' is larger than 256 KiB.");
  }

  @Test
  void acceptsLongNumbersAndNames() {
    String content = "{\"%s\": %s}".formatted("n".repeat(100_000), "9".repeat(100_000));

    assertThat(content(readContent(content))).isEqualTo(content);
  }

  @Test
  void refusesTooDeepNesting() {
    assertThat(content(readContent(nested(900)))).isEqualTo(nested(900));
    assertThatThrownBy(() -> readContent(nested(100_000)))
        .isInstanceOf(InvalidEventException.class);
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private Event readContent(String content) {
    return read(with(content));
  }

  private static String with(String content) {
    return "{%s, \"accountId\": \"a\", \"content\": %s}".formatted(TYPE, content);
  }

  private Event read(String json) {
    return reader.read(json.getBytes(StandardCharsets.UTF_8), () -> OWN_ID);
  }

  private static String content(Event event) {
    return new String(event.payload().content(), StandardCharsets.UTF_8);
  }

  private void assertInvalid(String json, String reason) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage(reason);
  }
}
