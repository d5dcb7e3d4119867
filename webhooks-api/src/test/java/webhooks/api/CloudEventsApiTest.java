package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.event.PublishBody.Format;

/** The HTTP binding of CloudEvents at {@code /events}. */
class CloudEventsApiTest {
  @RegisterExtension private static final TestApi api = new TestApi();

  private static TestApi.Call publish(String type, String body) {
    return api.call("POST", "/events")
        .scope("events:publish")
        .header("Content-Type", type)
        .body(BodyPublishers.ofString(body));
  }

  @ParameterizedTest
  @CsvSource({
    "application/cloudevents+json, CLOUDEVENT",
    "Application/CloudEvents+JSON; charset=utf-8, CLOUDEVENT",
    "application/cloudevents-batch+json, CLOUDEVENT_BATCH",
    "application/json, ITWIN"
  })
  void contentTypeChoosesTheFormat(String type, Format format) throws Exception {
    assertThat(publish(type, "[]").send().status()).isEqualTo(202);

    assertThat(api.publisher.body.format()).isEqualTo(format);
    assertThat(api.publisher.body.bytes()).asString().isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/vnd.erp+json; v=1", "text/json"})
  void versionHeaderChoosesBinaryMode(String type) throws Exception {
    TestApi.Answer answer =
        publish(type, "{}")
            .header("ce-specversion", "1.0")
            .header("CE-Id", "7")
            .header("cE-partitionkey", "a")
            .header("x-ce-id", "8")
            .send();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.publisher.body.format()).isEqualTo(Format.CLOUDEVENT_DATA);
    assertThat(api.publisher.body.attributes().values())
        .isEqualTo(Map.of("specversion", "1.0", "id", "7", "partitionkey", "a"));
    assertThat(api.publisher.body.attributes().faults()).isEmpty();
  }

  /** A sender of structured mode may repeat the attributes in headers. */
  @Test
  void contentTypeOfStructuredModeComesFirst() throws Exception {
    publish("application/cloudevents+json", "{}").header("ce-specversion", "1.0").send();

    assertThat(api.publisher.body.format()).isEqualTo(Format.CLOUDEVENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Euro%20%E2%82%AC%20%F0%9F%98%80 | Euro € \uD83D\uDE00",
        "%41%6a%6A | Ajj",
        "100%25 | 100%",
        "%2525 | %25",
        "\"a b\" | a b",
        "\"a \\\"b\\\" \\\\%20c\" | a \"b\" \\ c",
        "\"\" | ~~",
        "a \"b\" | a \"b\""
      })
  void decodesHeaders(String header, String value) throws Exception {
    publish("application/json", "{}")
        .header("ce-specversion", "1.0")
        .header("ce-subject", header)
        .send();

    assertThat(api.publisher.body.attributes().values()).containsEntry("subject", value);
    assertThat(api.publisher.body.attributes().faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "a%4g", "%C0%A0", "%FF", "%E2%82", "\"", "\"a", "\"a\\", "\"a\"b"})
  void refusesHeadersThatCantBeDecoded(String header) throws Exception {
    publish("application/json", "{}")
        .header("ce-specversion", "1.0")
        .header("ce-source", header)
        .send();

    assertThat(faults()).containsExactly("InvalidValue source");
    assertThat(api.publisher.body.attributes().values()).containsOnlyKeys("specversion");
  }

  @Test
  void refusesHeadersGivenTwice() throws Exception {
    publish("application/json", "{}")
        .header("ce-specversion", "1.0")
        .header("ce-id", "7")
        .header("ce-id", "7")
        .send();

    assertThat(faults()).containsExactly("InvalidValue id");
  }

  @Test
  void refusesASecondTypeOfTheData() throws Exception {
    publish("application/json", "{}")
        .header("ce-specversion", "1.0")
        .header("ce-datacontenttype", "application/json")
        .send();

    assertThat(faults()).containsExactly("InvalidProperty datacontenttype");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/vnd.erp+json",
        "application/cloudevents+avro",
        "application/cloudevents-batch",
        "application/cloudevents"
      })
  void refusesOtherTypes(String type) throws Exception {
    assertThat(publish(type, "{}").send().summary()).isEqualTo("415 UnsupportedMediaType");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents+json",
        "application/cloudevents-batch+json",
        "application/a+json"
      })
  void otherOperationsTakeJsonOnly(String type) throws Exception {
    TestApi.Answer answer =
        api.call("POST", "/webhooks")
            .scope("webhooks:modify")
            .header("Content-Type", type)
            .header("ce-specversion", "1.0")
            .body(BodyPublishers.ofString("{}"))
            .send();

    assertThat(answer.summary()).isEqualTo("415 UnsupportedMediaType");
  }

  private static List<String> faults() {
    return api.publisher.body.attributes().faults().stream()
        .map((Fault fault) -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }
}
