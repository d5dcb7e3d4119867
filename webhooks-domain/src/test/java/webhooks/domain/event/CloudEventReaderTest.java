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
import webhooks.domain.trace.TraceContext;

/** CloudEvents in structured mode in messages, and the reason of each rejection. */
class CloudEventReaderTest {
  private static final UUID ID = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
  private static final UUID ITWIN = UUID.fromString("0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11");
  private static final String NOW = "2026-10-02T14:55:00.463Z";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** The attributes of a valid event as members of JSON, without the data. */
  private static final String ATTRIBUTES =
      "\"specversion\": \"1.0\", \"id\": \""
          + ID
          + "\", \"type\": \"iModels.changesReady.v1\","
          + " \"source\": \"/erp\", \"accountid\": \"a\"";

  private final EventReader reader =
      new EventReader(
          new EventTypes(TestSettings.with()), Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC));

  @Test
  void readsAWholeEvent() {
    Event event =
        read(
            "{%s, \"itwinid\": \"%s\", \"time\": \"2026-10-01T10:00:00Z\", \"subject\": \"s\","
                    .formatted(ATTRIBUTES, ITWIN)
                + " \"dataschema\": \"https://example.com/schema\","
                + " \"datacontenttype\": \"application/json\", \"data\": {\"n\": 1.50}}");

    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.eventType()).isEqualTo("iModels.changesReady.v1");
    assertThat(event.iTwinId()).contains(ITWIN);
    assertThat(event.accountId()).contains("a");
    assertThat(event.payload().enqueuedDateTime()).isEqualTo("2026-10-01T10:00:00Z");
    assertThat(content(event)).isEqualTo("{\"n\": 1.50}");
    assertThat(event.trace()).isEmpty();
  }

  @Test
  void addsAMissingTime() {
    assertThat(read(with("\"time\": null")).payload().enqueuedDateTime()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://webhooks.example.com/itwins/%s",
        "/itwins/%s",
        "urn:x/itwins/00000000-0000-0000-0000-000000000000/itwins/%s"
      })
  void sourceNamesTheITwin(String source) {
    Event event = read(withSource(source.formatted(ITWIN)));

    assertThat(event.iTwinId()).contains(ITWIN);
    assertThat(event.accountId()).isEmpty();
  }

  @Test
  void extensionNamesTheITwinBeforeTheSource() {
    UUID other = UUID.randomUUID();
    String json =
        withSource("/itwins/" + ITWIN)
            .replace("\"data\"", "\"itwinid\": \"" + other + "\", \"data\"");

    assertThat(read(json).iTwinId()).contains(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/erp",
        "urn:erp:7",
        "itwins/0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11",
        "/itwins/",
        "/itwins/7",
        "/itwins/0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11/",
        "/itwins/0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11?a=b",
        "/iTwins/0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11"
      })
  void otherSourcesAreIgnored(String source) {
    String owned = withSource(source).replace("\"data\"", "\"accountid\": \"a\", \"data\"");

    assertThat(read(owned).iTwinId()).isEmpty();
    assertInvalid(
        withSource(source),
        "'itwinid', 'accountid', or a 'source' that ends with /itwins/ and an id, is required.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=utf-8",
        "text/json",
        "application/vnd.erp+json",
        "application/vnd.erp+JSON ;v=1"
      })
  void acceptsTypesOfJson(String type) {
    assertThat(content(read(with("\"datacontenttype\": \"" + type + "\"")))).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"specversion\": \"1.0\" | \"specversion\": null | 'specversion' is missing.",
        "\"specversion\": \"1.0\" | \"specversion\": \"0.3\" | 'specversion' must be 1.0.",
        "\"specversion\": \"1.0\" | \"specversion\": 1.0 | 'specversion' must be a string.",
        "\"id\" | \"subject\" | 'id' is missing.",
        "8a0f4d9c | order | 'id' is not a UUID.",
        "\"type\" | \"subject\" | 'type' is missing.",
        "iModels.changesReady.v1 | no.such.v1 | 'type' is not in the catalogue.",
        "\"source\" | \"subject\" | 'source' is missing.",
        "/erp | '' | 'source' must not be empty.",
        "\"a\" | \"\\u0000\" | 'accountid' must have 1 to 128 characters, not only white"
            + " space, and no control characters.",
        "\"data\": {} | \"data\": null | 'data' is missing.",
        "\"data\": {} | \"data\": [] | 'data' must be a JSON object.",
        "\"data\": {} | \"data\": \"{}\" | 'data' must be a JSON object.",
        "\"data\": {} | \"data_base64\": \"e30=\" |"
            + " 'data_base64' is not accepted: 'data' must be a JSON object.",
        "\"data\": {} | \"data\": {}, \"time\": \"now\" |"
            + " 'time' must be ISO 8601 of the years 0001 to 9999, such as 2026-10-02T14:55:00.463Z.",
        "\"data\": {} | \"data\": {}, \"itwinid\": \"7\" | 'itwinid' is not a UUID.",
        "\"data\": {} | \"data\": {}, \"datacontenttype\": \"text/xml\" |"
            + " 'datacontenttype' must be application/json, or a type that ends with +json.",
        "\"data\": {} | \"data\": {}, \"subject\": {} | 'subject' must be a string.",
        "\"data\": {} | \"data\": {}, \"partitionkey\": \"7\" |"
            + " The extension 'partitionkey' is not accepted.",
        "\"data\": {} | \"data\": {}, \"messageId\": \"7\" |"
            + " A property has a name that no attribute of a CloudEvent can have.",
        "\"data\": {} | \"data\": {}, \"id\": \"7\" | The event has a property twice."
      })
  void givesTheReasonOfARejection(String valid, String changed, String reason) {
    assertInvalid(with("\"dataschema\": null").replace(valid, changed), reason);
  }

  @Test
  void quotesNothingButNamesOfExtensions() {
    assertInvalid(
        with("\"line\\nbreak\": 1"),
        "A property has a name that no attribute of a CloudEvent can have.");
    assertInvalid(
        with("\"" + "a".repeat(65) + "\": 1"),
        "A property has a name that no attribute of a CloudEvent can have.");
  }

  @Test
  void readsTheTraceOfTheEvent() {
    Event event = read(with("\"traceparent\": \"%s\", \"tracestate\": \"a=1\"".formatted(TRACE)));

    assertThat(event.trace()).isEqualTo(TraceContext.parse(TRACE, "a=1")).isPresent();
    Optional<TraceContext> other = TraceContext.parse(TRACE.replace("b7ad", "0000"), null);
    assertThat(event.withTrace(other).trace()).isEqualTo(event.trace());
    assertThat(read(with("\"traceparent\": \"none\"")).withTrace(other).trace()).isEqualTo(other);
  }

  /** Messages of JMS producers have no content type. */
  @Test
  void versionShowsTheFormOfAMessage() {
    byte[] json = with("\"subject\": \"s\"").getBytes(StandardCharsets.UTF_8);

    assertThat(reader.read(json, () -> new UUID(1, 2)).id()).isEqualTo(ID);
    assertThatThrownBy(
            () ->
                reader.read(
                    "{\"specversion\": 7}".getBytes(StandardCharsets.UTF_8), UUID::randomUUID))
        .hasMessage("'specversion' must be a string.");
  }

  @Test
  void iTwinEventMayHaveAnUnknownVersion() {
    String json =
        "{\"specversion\": \"1.0\", \"eventType\": \"iModels.changesReady.v1\","
            + " \"accountId\": \"a\", \"content\": {}}";

    assertThat(reader.read(json.getBytes(StandardCharsets.UTF_8), () -> new UUID(1, 2)).id())
        .isEqualTo(new UUID(1, 2));
  }

  @Test
  void boundsTheDataAt256KiB() {
    String largest = "{\"a\":\"%s\"}".formatted("x".repeat(256 * 1024 - "{'a':''}".length()));
    String json = "{" + ATTRIBUTES + ", \"data\": " + largest + "}";
    assertThat(content(read(json))).isEqualTo(largest);

    assertInvalid(json.replace("\"}}", " \"}}"), "'data' is larger than 256 KiB.");
  }

  private static String with(String member) {
    return "{" + ATTRIBUTES + ", " + member + ", \"data\": {}}";
  }

  private static String withSource(String source) {
    return "{%s, \"data\": {}}"
        .formatted(ATTRIBUTES.replace(", \"accountid\": \"a\"", "").replace("/erp", source));
  }

  private Event read(String json) {
    return reader.readCloudEvent(json.getBytes(StandardCharsets.UTF_8));
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
