package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.settings.TestSettings;

/** CloudEvents in binary mode in messages, and the reason of each rejection. */
class BinaryCloudEventTest {
  private static final UUID ID = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
  private static final UUID ITWIN = UUID.fromString("0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11");

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  @Test
  void readsAWholeEvent() {
    Map<String, String> attributes = attributes();
    attributes.put("itwinid", ITWIN.toString());
    attributes.put("time", "2026-10-01T10:00:00Z");
    attributes.put("subject", "s");
    attributes.put("datacontenttype", "application/json");

    Event event = read(attributes, " {\"n\": 1.50}\n");

    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.eventType()).isEqualTo("iModels.changesReady.v1");
    assertThat(event.iTwinId()).contains(ITWIN);
    assertThat(event.accountId()).contains("a");
    assertThat(event.payload().enqueuedDateTime()).isEqualTo("2026-10-01T10:00:00Z");
    assertThat(content(event)).isEqualTo("{\"n\": 1.50}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 'data' is missing.",
        "null | 'data' is missing.",
        "[] | 'data' must be a JSON object.",
        "1 | 'data' must be a JSON object.",
        "x | The message is not JSON, or nested too deep.",
        "{ | The message is not JSON, or nested too deep.",
        "{} {} | The message has text after its JSON object."
      })
  void givesTheReasonOfInvalidData(String data, String reason) {
    assertInvalid(attributes(), data, reason);
  }

  @Test
  void refusesAttributesInBinaryMode() {
    Map<String, String> extension = attributes();
    extension.put("partitionkey", "7");
    assertInvalid(extension, "{}", "The extension 'partitionkey' is not accepted.");
    Map<String, String> data = attributes();
    data.put("data", "{}");
    assertInvalid(data, "{}", "The extension 'data' is not accepted.");
    Map<String, String> type = attributes();
    type.put("datacontenttype", "text/plain");
    assertInvalid(
        type, "{}", "'datacontenttype' must be application/json, or a type that ends with +json.");
    Map<String, String> source = attributes();
    source.remove("source");
    assertInvalid(source, "{}", "'source' is missing.");
  }

  @Test
  void attributeThatCantBeReadIsNotMissing() {
    Map<String, String> attributes = attributes();
    attributes.remove("id");
    Fault fault = Fault.of(FaultCode.INVALID_VALUE, "id", "'id' can't be read.");

    assertThatThrownBy(
            () ->
                reader.readCloudEvent(
                    new CloudEventAttributes(attributes, List.of(fault)),
                    "{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("'id' can't be read.");
  }

  @Test
  void boundsTheDataAt256KiB() {
    String largest = "{\"a\":\"%s\"}".formatted("x".repeat(256 * 1024 - "{'a':''}".length()));
    assertThat(content(read(attributes(), largest))).isEqualTo(largest);

    assertInvalid(attributes(), largest.replace("{", "{ "), "'data' is larger than 256 KiB.");
  }

  private static Map<String, String> attributes() {
    return new HashMap<>(
        Map.of(
            "specversion",
            "1.0",
            "id",
            ID.toString(),
            "type",
            "iModels.changesReady.v1",
            "source",
            "/erp",
            "accountid",
            "a"));
  }

  private Event read(Map<String, String> attributes, String data) {
    return reader.readCloudEvent(
        new CloudEventAttributes(attributes, List.of()), data.getBytes(StandardCharsets.UTF_8));
  }

  private static String content(Event event) {
    return new String(event.payload().content(), StandardCharsets.UTF_8);
  }

  private void assertInvalid(Map<String, String> attributes, String data, String reason) {
    assertThatThrownBy(() -> read(attributes, data))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage(reason);
  }
}
