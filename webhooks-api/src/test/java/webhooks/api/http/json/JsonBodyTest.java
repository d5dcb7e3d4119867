package webhooks.api.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

class JsonBodyTest {
  private static JsonBody body(String text) {
    return new JsonBody(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> faults(JsonBody body) {
    return body.faults().stream()
        .map(fault -> fault.code().text() + fault.target().map(name -> " " + name).orElse(""))
        .toList();
  }

  @Test
  void readsEachType() {
    JsonBody body = body("{\"text\":\"ä\\u0041\",\"flag\":true,\"texts\":[\"a\",\"b\"]} \r\n");
    assertThat(body.text("text")).contains("äA");
    assertThat(body.flag("flag")).contains(true);
    assertThat(body.texts("texts")).contains(List.of("a", "b"));
    assertThat(faults(body)).isEmpty();
  }

  @Test
  void treatsNullAsNotGiven() {
    JsonBody body = body("{\"text\":null,\"flag\":null,\"texts\":null,\"unknown\":null}");
    assertThat(body.text("text")).isEmpty();
    assertThat(body.flag("flag")).isEmpty();
    assertThat(body.texts("texts")).isEmpty();
    assertThat(faults(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void reportsMissingBody(String text) {
    assertThat(faults(body(text))).containsExactly("MissingRequestBody");
  }

  static Stream<String> noObjects() {
    return Stream.of(
        "{",
        "{]",
        "[]",
        "null",
        "true",
        "1",
        "\"text\"",
        "{} x",
        "{}\u2003",
        "{}\f",
        "\u2003",
        "{}{}",
        "1 {}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":tru}",
        "{\"a\":NaN}",
        "{\"a\":\"b\u0001\"}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":null,\"a\":null}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":1e99999999999}",
        "\uFEFF{}",
        "[".repeat(30_000),
        "{\"a\":".repeat(10_000),
        "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}");
  }

  @ParameterizedTest
  @MethodSource("noObjects")
  void refusesWhatIsNotOneObject(String text) {
    JsonBody body = body(text);
    assertThat(body.text("a")).isEmpty();
    assertThat(faults(body)).containsExactly("InvalidRequestBody");
    assertThat(new Faults(body.faults()).concernWholeBody()).isTrue();
  }

  @Test
  void namesTooLongNumberAsReason() {
    JsonBody body = body("{\"a\":" + "9".repeat(9000) + "}");

    assertThat(body.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("too long a number"));
  }

  @Test
  void acceptsLongNames() {
    assertThat(faults(body("{\"" + "n".repeat(60_000) + "\":null}"))).isEmpty();
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] latin1 = "{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(faults(new JsonBody(latin1))).containsExactly("InvalidRequestBody");
  }

  @Test
  void ignoresBracketsInStrings() {
    JsonBody body = body("{\"a\":\"" + "[".repeat(100) + "\\\"}\"}");
    assertThat(body.text("a")).contains("[".repeat(100) + "\"}");
    assertThat(faults(body)).isEmpty();
  }

  @Test
  void reportsPropertiesOfWrongTypeOnce() {
    JsonBody body = body("{\"a\":1,\"b\":\"true\",\"c\":[\"x\",1,null],\"d\":\"x\",\"e\":{}}");
    assertThat(body.text("a")).isEmpty();
    assertThat(body.flag("b")).isEmpty();
    assertThat(body.texts("c")).isEmpty();
    assertThat(body.texts("d")).isEmpty();
    assertThat(body.text("e")).isEqualTo(Optional.empty());
    assertThat(faults(body))
        .containsExactly(
            "InvalidRequestBody a",
            "InvalidRequestBody b",
            "InvalidRequestBody c",
            "InvalidRequestBody d",
            "InvalidRequestBody e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "[\"a\"]", "{}"})
  void refusesOtherValuesThanText(String value) {
    JsonBody body = body("{\"a\":" + value + "}");
    assertThat(body.text("a")).isEmpty();
    assertThat(faults(body)).containsExactly("InvalidRequestBody a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"true\"", "[true]", "{}"})
  void refusesOtherValuesThanFlag(String value) {
    JsonBody body = body("{\"a\":" + value + "}");
    assertThat(body.flag("a")).isEmpty();
    assertThat(faults(body)).containsExactly("InvalidRequestBody a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "{}", "[\"a\",1]", "[\"a\",null]", "[[\"a\"]]"})
  void refusesOtherValuesThanTexts(String value) {
    JsonBody body = body("{\"a\":" + value + "}");
    assertThat(body.texts("a")).isEmpty();
    assertThat(faults(body)).containsExactly("InvalidRequestBody a");
  }

  @Test
  void reportsUnknownProperties() {
    JsonBody body = body("{\"a\":\"x\",\"A\":1,\"b\":[],\"\":false}");
    body.text("a");
    assertThat(body.faults()).extracting(Fault::code).containsOnly(FaultCode.INVALID_PROPERTY);
    assertThat(body.faults())
        .extracting(fault -> fault.target().orElseThrow())
        .containsExactlyInAnyOrder("A", "b", "");
  }

  @Test
  void reportsAHundredUnknownProperties() {
    String unknown =
        IntStream.range(0, 7000).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
    JsonBody body = body("{" + unknown + ",\"a\":1}");
    body.text("a");
    Faults faults = new Faults(body.faults());
    faults.missing("b");

    assertThat(faults.all()).hasSize(102);
    assertThat(faults.has("a") && faults.has("b")).isTrue();
  }
}
