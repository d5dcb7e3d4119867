package webhooks.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.json.JsonPath.ElementStep;
import webhooks.domain.json.JsonPath.MemberStep;

/** The grammar of singular queries (RFC 9535, section 2.3.5.1). */
class JsonPathTest {
  @Test
  void readsEachKindOfStep() {
    assertThat(JsonPath.parse("$.a_1['b c'][\"d\"][0][-2]").orElseThrow().steps())
        .isEqualTo(
            List.of(
                new MemberStep("a_1"),
                new MemberStep("b c"),
                new MemberStep("d"),
                new ElementStep(0),
                new ElementStep(-2)));
    assertThat(JsonPath.parse("$").orElseThrow().steps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.é | é",
        "$.☃ | ☃",
        "$.😀 | 😀",
        "$ .a | a",
        "$[ 'a' ] | a",
        "$['\\''] | '",
        "$[\"'\"] | '",
        "$['\"'] | \"",
        "$[\"\\\"\"] | \"",
        "$['\\u0041'] | A",
        "$['\\uD83D\\uDE00'] | 😀",
        "$['\\\\\\/'] | \\/",
        "$['a}b'] | a}b",
        "$[''] | ``"
      })
  void readsName(String path, String name) {
    assertThat(JsonPath.parse(path).orElseThrow().steps())
        .isEqualTo(List.of(new MemberStep(name.replace("``", ""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@.a",
        "$.",
        "$..a",
        "$.*",
        "$[*]",
        "$[0:2]",
        "$[0,1]",
        "$['a','b']",
        "$[?@.a]",
        "$.a-b",
        "$.1",
        "$. a",
        "$ ",
        "$.a ",
        "$[",
        "$[]",
        "$['a]",
        "$['a'",
        "$[a]",
        "$[01]",
        "$[-0]",
        "$[1.0]",
        "$[9007199254740992]",
        "$[99999999999999999]",
        "$['\\x']",
        "$['\\\"']",
        "$[\"\\'\"]",
        "$['\\u12']",
        "$['\\uD83D']",
        "$['\\uDE00']",
        "$['\n']",
        "$['\\"
      })
  void refuses(String path) {
    assertThat(JsonPath.parse(path)).isEmpty();
  }

  @Test
  void boundsNumberOfSteps() {
    assertThat(JsonPath.parse("$" + ".a".repeat(JsonPath.MAX_STEPS))).isPresent();
    assertThat(JsonPath.parse("$" + ".a".repeat(JsonPath.MAX_STEPS + 1))).isEmpty();
  }

  @Test
  void readsPathWithTextAfterIt() {
    JsonPathReader reader = new JsonPathReader("x $.a[0] ?? 1", 2);

    assertThat(reader.read()).isEqualTo(JsonPath.parse("$.a[0]"));
    assertThat(reader.end()).isEqualTo("x $.a[0]".length());
  }
}
