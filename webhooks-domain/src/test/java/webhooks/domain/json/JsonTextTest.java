package webhooks.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/** Parsed JSON is written as it was. */
class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"b\":[1,-0.50,1E+400],\"a\":{\"x\":null}}",
        "{\"text\":\"\\u0000\\n\\\"\\\\ä€\",\"yes\":true,\"no\":false,\"\":[]}"
      })
  void writesWhatWasParsed(String json) throws InvalidBody {
    assertThat(JsonText.of(JsonObjectParser.parse(json.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(json);
  }
}
