package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.PublishBody.Format;
import webhooks.domain.settings.TestSettings;

/** CloudEvents in requests: all faults at once, with the publisher's names as their targets. */
class CloudEventRequestTest {
  private static final String ID = "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1";
  private static final String VALID =
      "{\"specversion\": \"1.0\", \"id\": \""
          + ID
          + "\", \"type\": \"iModels.changesReady.v1\","
          + " \"source\": \"/itwins/"
          + ID
          + "\", \"data\": {\"n\": 1.0}}";
  private static final String ITWIN_EVENT =
      "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": \"a\", \"content\": {}}";

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  @Test
  void readsOneEvent() {
    PublishEvents request = read(Format.CLOUDEVENT, VALID);

    assertThat(request.faults()).isEmpty();
    assertThat(request.events()).containsOnlyKeys("");
    assertThat(request.events().get("").payload().content()).asString().isEqualTo("{\"n\": 1.0}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void readsABatch(int count) {
    String batch = Collections.nCopies(count, VALID).toString();

    PublishEvents request = read(Format.CLOUDEVENT_BATCH, batch);

    assertThat(request.faults()).isEmpty();
    assertThat(request.events()).hasSize(count).containsKey("[" + (count - 1) + "].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CLOUDEVENT | ~~ | MissingRequestBody",
        "CLOUDEVENT | [VALID] | InvalidRequestBody",
        "CLOUDEVENT | VALID VALID | InvalidRequestBody",
        "CLOUDEVENT | 1 | InvalidRequestBody",
        "CLOUDEVENT | x | InvalidRequestBody",
        "CLOUDEVENT_BATCH | ~~ | MissingRequestBody",
        "CLOUDEVENT_BATCH | VALID | InvalidRequestBody",
        "CLOUDEVENT_BATCH | [] | InvalidRequestBody",
        "CLOUDEVENT_BATCH | [VALID] 1 | InvalidRequestBody",
        "CLOUDEVENT_DATA | {} {} | InvalidRequestBody",
        "CLOUDEVENT_DATA | x | InvalidRequestBody",
        "CLOUDEVENT_DATA | {\"a\": | InvalidRequestBody"
      })
  void reportsFaultsOfTheWholeBody(Format format, String body, String expected) {
    assertThat(faults(read(format, body))).containsExactly(expected + " ");
  }

  @Test
  void refusesMoreThanAThousandEvents() {
    assertThat(faults(read(Format.CLOUDEVENT_BATCH, Collections.nCopies(1001, VALID).toString())))
        .containsExactly("InvalidRequestBody ");
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] data = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(reader.readRequest(new PublishBody(attributes(), data)).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("UTF-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | MissingRequiredProperty specversion, MissingRequiredProperty id,"
            + " MissingRequiredProperty source, MissingRequiredProperty type,"
            + " MissingRequiredProperty data, MissingRequiredProperty itwinid",
        "{\"specversion\": \"1.1\", \"id\": \"7\", \"source\": \"\", \"type\": \"no.such.v1\","
            + " \"itwinid\": \"7\", \"accountid\": \"\", \"time\": \"now\","
            + " \"datacontenttype\": \"text/xml\", \"data\": \"x\"} |"
            + " InvalidRequestBody data, InvalidValue specversion, InvalidValue source,"
            + " InvalidValue datacontenttype, InvalidValue type, InvalidValue itwinid,"
            + " InvalidValue accountid, InvalidValue id, InvalidValue time",
        "{\"specversion\": \"1.0\", \"id\": \"8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1\","
            + " \"type\": \"iModels.changesReady.v1\", \"source\": \"/a\", \"accountid\": \"a\","
            + " \"data_base64\": \"e30=\", \"sequence\": \"1\", \"eventType\": \"x\"} |"
            + " InvalidProperty data_base64, InvalidProperty sequence, InvalidProperty eventType"
      })
  void reportsAllFaultsOfAnEvent(String event, String expected) {
    assertThat(faults(read(Format.CLOUDEVENT, event))).containsExactly(expected.split(", "));
    assertThat(faults(read(Format.CLOUDEVENT_BATCH, "[" + VALID + "," + event + "]")))
        .containsExactly(expected.replace(" ", " [1].").replace(", [1].", ", ").split(", "));
  }

  @Test
  void formsDoNotMix() {
    assertThat(faults(read(Format.CLOUDEVENT_BATCH, "[" + VALID + "," + ITWIN_EVENT + "]")))
        .contains("InvalidProperty [1].eventType", "MissingRequiredProperty [1].data")
        .noneMatch(fault -> fault.contains("[0]"));
    assertThat(faults(read(Format.ITWIN, "[" + VALID + "," + ITWIN_EVENT + "]")))
        .contains("InvalidProperty [0].specversion", "MissingRequiredProperty [0].content")
        .noneMatch(fault -> fault.contains("[1]"));
  }

  @Test
  void readsBinaryMode() {
    PublishEvents request =
        reader.readRequest(
            new PublishBody(attributes(), " {\"n\": 1.0} ".getBytes(StandardCharsets.UTF_8)));

    assertThat(request.faults()).isEmpty();
    assertThat(request.events().get("").payload().content()).asString().isEqualTo("{\"n\": 1.0}");
  }

  @Test
  void reportsAllFaultsOfBinaryMode() {
    Map<String, String> attributes = new HashMap<>(attributes().values());
    attributes.remove("source");
    attributes.put("type", "no.such.v1");
    attributes.put("sequence", "1");
    CloudEventAttributes faulty =
        new CloudEventAttributes(
            attributes, List.of(Fault.of(FaultCode.INVALID_VALUE, "time", "not readable")));

    assertThat(faults(reader.readRequest(new PublishBody(faulty, new byte[0]))))
        .containsExactlyInAnyOrder(
            "InvalidValue time",
            "InvalidProperty sequence",
            "MissingRequiredProperty source",
            "InvalidValue type",
            "MissingRequiredProperty data",
            "MissingRequiredProperty itwinid");
  }

  @Test
  void unknownITwinIsAFaultOfTheExtension() {
    PublishEvents request = read(Format.CLOUDEVENT_BATCH, "[" + VALID + "]");

    assertThatThrownBy(() -> request.refuseIfFaulty(List.copyOf(request.events().values())))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.target()).contains("[0].itwinid")));
  }

  private static CloudEventAttributes attributes() {
    return new CloudEventAttributes(
        Map.of(
            "specversion",
            "1.0",
            "id",
            ID,
            "type",
            "iModels.changesReady.v1",
            "source",
            "/itwins/" + ID),
        List.of());
  }

  private PublishEvents read(Format format, String body) {
    String json = body.replace("VALID", VALID);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return reader.readRequest(
        format == Format.CLOUDEVENT_DATA
            ? new PublishBody(attributes(), bytes)
            : new PublishBody(format, bytes));
  }

  private static List<String> faults(PublishEvents request) {
    return request.faults().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }
}
