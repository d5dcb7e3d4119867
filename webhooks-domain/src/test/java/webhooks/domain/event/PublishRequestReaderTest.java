package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.settings.TestSettings;

class PublishRequestReaderTest {
  private static final String VALID =
      "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": \"a\", \"content\": {\"n\":"
          + " 1.0}}";

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  @Test
  void readsASingleEvent() {
    PublishEvents request = read(" " + VALID + "\n");

    assertThat(request.faults()).isEmpty();
    assertThat(request.events()).containsOnlyKeys("");
    assertThat(content(request, "")).isEqualTo("{\"n\": 1.0}");
  }

  @Test
  void readsAnArrayAndAddsMissingIds() {
    String other = VALID.replace("1.0", "[{}, 2.50]");
    PublishEvents request = read("[" + VALID + ", " + other + "," + VALID + "]");

    assertThat(request.faults()).isEmpty();
    assertThat(request.events()).containsOnlyKeys("[0].", "[1].", "[2].");
    assertThat(content(request, "[1].")).isEqualTo("{\"n\": [{}, 2.50]}");
    assertThat(request.events().values()).extracting(Event::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void acceptsUpToAThousandEvents(int count) {
    PublishEvents request = read(Collections.nCopies(count, VALID).toString());

    assertThat(request.faults()).isEmpty();
    assertThat(request.events()).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | MissingRequestBody",
        "~ \n\t~ | MissingRequestBody",
        "x | InvalidRequestBody",
        "{ | InvalidRequestBody",
        "[ | InvalidRequestBody",
        "[{] | InvalidRequestBody",
        "[{}, | InvalidRequestBody",
        "[] | InvalidRequestBody",
        "1 | InvalidRequestBody",
        "null | InvalidRequestBody",
        "\"a\" | InvalidRequestBody",
        "[VALID,] | InvalidRequestBody",
        "VALID VALID | InvalidRequestBody",
        "VALID] | InvalidRequestBody",
        "[VALID] VALID | InvalidRequestBody",
        "[{\"eventType\": 1}, VALID] x | InvalidRequestBody",
        "{\"content\": {}, \"content\": {}} | InvalidRequestBody",
      })
  void reportsFaultsOfTheWholeBody(String body, String expected) {
    assertThat(faults(body)).containsExactly(expected + " ");
  }

  @Test
  void refusesMoreThanAThousandEvents() {
    assertThat(faults(Collections.nCopies(1001, VALID).toString()))
        .containsExactly("InvalidRequestBody ");
    assertThat(faults("[" + "0,".repeat(1_000_000) + "0]")).containsExactly("InvalidRequestBody ");
  }

  @Test
  void refusesInvalidUtf8Anywhere() {
    byte[] body = VALID.replace("1.0", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(readRequest(body).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("UTF-8"));
    assertThat(readRequest(new byte[] {'[', '"', (byte) 0xc3}).faults()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | MissingRequiredProperty eventType, MissingRequiredProperty content,"
            + " MissingRequiredProperty iTwinId",
        "{\"messageId\": null, \"eventType\": null, \"content\": null, \"x\": null} |"
            + " MissingRequiredProperty eventType, MissingRequiredProperty content,"
            + " MissingRequiredProperty iTwinId",
        "{\"messageId\": 1, \"eventType\": [], \"iTwinId\": {}, \"accountId\": true,"
            + " \"enqueuedDateTime\": 1.5, \"content\": \"\"} |"
            + " InvalidRequestBody messageId, InvalidRequestBody eventType,"
            + " InvalidRequestBody iTwinId, InvalidRequestBody accountId,"
            + " InvalidRequestBody enqueuedDateTime, InvalidRequestBody content",
        "{\"messageId\": \"1\", \"eventType\": \"no.such.v1\", \"iTwinId\": \"2\","
            + " \"accountId\": \" \", \"enqueuedDateTime\": \"now\", \"content\": []} |"
            + " InvalidRequestBody content, InvalidValue eventType, InvalidValue iTwinId,"
            + " InvalidValue accountId, InvalidValue messageId, InvalidValue enqueuedDateTime",
        "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": 1, \"content\": {}} |"
            + " InvalidRequestBody accountId",
        "{\"eventType\": \"iModels.changesReady.v1\", \"accountId\": \"a\", \"content\": {},"
            + " \"webhookId\": \"a\", \"y\": {\"z\": []}, \"n\": null} |"
            + " InvalidProperty webhookId, InvalidProperty y"
      })
  void reportsAllFaultsOfAnEvent(String event, String expected) {
    assertThat(faults(event)).containsExactly(expected.split(", "));
    assertThat(faults("[" + VALID + "," + event + "]"))
        .containsExactly(expected.replace(" ", " [1].").replace(", [1].", ", ").split(", "));
  }

  @Test
  void reportsFaultsByIndexAndKeepsValidEvents() {
    PublishEvents request =
        read(
            "[1, {\"eventType\": \"no.such.v1\", \"accountId\": \"a\", \"content\": {}}, VALID,"
                + " [VALID], {\"x\": 1, \"x\": 2}, {\"messageId\": 1}]");

    assertThat(faults(request))
        .containsExactly(
            "InvalidRequestBody [0]",
            "InvalidValue [1].eventType",
            "InvalidRequestBody [3]",
            "InvalidRequestBody [4]",
            "InvalidRequestBody [5].messageId",
            "MissingRequiredProperty [5].eventType",
            "MissingRequiredProperty [5].content",
            "MissingRequiredProperty [5].iTwinId");
    assertThat(request.events()).containsOnlyKeys("[2].");
  }

  @Test
  void refusesContentOver256KiB() {
    String large = VALID.replace("1.0", "\"" + "x".repeat(256 * 1024) + "\"");

    assertThat(faults(large)).containsExactly("InvalidValue content");
    assertThat(faults("[" + VALID + "," + large + "]")).containsExactly("InvalidValue [1].content");
  }

  @Test
  void boundsTheSizeOfTheAnswer() {
    StringBuilder event = new StringBuilder("{");
    for (int i = 0; i < 50_000; i++) {
      event.append("\"").append(i).append("\":0,");
    }
    assertThat(faults(event + "\"x\":0}")).hasSize(103);
  }

  private static List<String> faults(PublishEvents request) {
    return request.faults().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  private List<String> faults(String body) {
    return faults(read(body));
  }

  private PublishEvents read(String body) {
    return readRequest(body.replace("VALID", VALID).getBytes(StandardCharsets.UTF_8));
  }

  private PublishEvents readRequest(byte[] body) {
    return reader.readRequest(PublishBody.ofITwinEvents(body));
  }

  private static String content(PublishEvents request, String key) {
    return new String(request.events().get(key).payload().content(), StandardCharsets.UTF_8);
  }
}
