package webhooks.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are found in JSON text, and stay as they are in it. Apostrophes stand for quotes. */
class JsonPathTreeTest {
  private static final String EVENT =
      "{'content':{'n':1.50,'big':1E+2,'s':'a\\u00e9\\n','o':{'x':[1,[2, 3],{'y':null}]},"
          + "'t':true,'e':{},'f':[],'[{':'}]','q\\'':'\\\\'},'id':'b'}";

  private static List<String> find(String json, String... paths) {
    byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    JsonPathTree tree =
        new JsonPathTree(Stream.of(paths).map(path -> JsonPath.parse(path).orElseThrow()).toList());
    return tree.find(text).stream()
        .map(found -> found.map(JsonPathTreeTest::text))
        .map(found -> found.orElse("none"))
        .toList();
  }

  private static String text(JsonSlice slice) {
    return new String(slice.json(), slice.from(), slice.length(), StandardCharsets.UTF_8)
        .replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.content.n | 1.50",
        "$.content.big | 1E+2",
        "$.content.s | 'a\\u00e9\\n'",
        "$.content.o.x[1] | [2, 3]",
        "$.content.o.x[1][0] | 2",
        "$.content.o.x[-1].y | null",
        "$.content.o.x[-3] | 1",
        "$.content.o.x[-4] | none",
        "$.content.o.x[3] | none",
        "$.content.o.x[9007199254740991] | none",
        "$.content.o.x[2] | {'y':null}",
        "$.content.o[0] | none",
        "$.content.o.x.y | none",
        "$.content.t | true",
        "$.content.t.u | none",
        "$.content.e | {}",
        "$.content.e.a | none",
        "$.content.f[0] | none",
        "$.content.f[-1] | none",
        "$.content['[{'] | '}]'",
        "$.content['q\"'] | '\\\\'",
        "$.id | 'b'",
        "$.none | none"
      })
  void findsValue(String path, String value) {
    assertThat(find(EVENT, path)).containsExactly(value);
  }

  @Test
  void findsAllPathsAtOnce() {
    assertThat(
            find("{'a':[{'b':1},{'b':2}]}", "$", "$.a", "$.a[0].b", "$.a[-2].b", "$.a[1]", "$.c"))
        .containsExactly(
            "{'a':[{'b':1},{'b':2}]}", "[{'b':1},{'b':2}]", "1", "1", "{'b':2}", "none");
  }

  @Test
  void passesBlanks() {
    assertThat(find(" { 'a' :\t[ 1 , { 'b' : 2 } ]\r\n} ", "$.a[1].b", "$.a[-2]", "$"))
        .containsExactly("2", "1", "{ 'a' :\t[ 1 , { 'b' : 2 } ]\r\n}");
  }

  @Test
  void comparesDecodedNames() {
    assertThat(find("{'\\u00e9\\/\\'':1,'é':2}", "$['é/\"']", "$.é")).containsExactly("1", "2");
  }

  @Test
  void lastOfEqualNamesCounts() {
    assertThat(find("{'a':1,'a':2}", "$.a")).containsExactly("2");
  }

  /** Events have no bound of nesting below that of intake; a recursive search would overflow. */
  @Test
  void skipsDeepNesting() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(find("{'a':" + deep + ",'b':1}", "$.b")).containsExactly("1");
  }

  @Test
  void decodesText() {
    byte[] json = "\"\\u0041\\n\\t\\b\\f\\r\\/\\\\\\\"é\"".getBytes(StandardCharsets.UTF_8);

    assertThat(Optional.of(JsonSlice.of(json)).map(JsonSlice::text)).contains("A\n\t\b\f\r/\\\"é");
  }
}
