package webhooks.domain.option.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.request.EventForms.render;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.request.FormatException.Reason;

/** The rules of templates (OPTIONS, section 4). Apostrophes stand for quotes. */
class TemplateTest {
  private static final String CONTENT =
      "{'id':'a\\'b\\u00e9\\n','n':1.50,'big':1E400,'yes':true,'no':null,'list':[1, {'x':'y\\'\\n'}],"
          + "'a-b':7,'é':'ü😀'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A whole string becomes the value, as it is in the event.
        "'${$.content.id}' | 'a\\'b\\u00e9\\n'",
        "'${$.content.n}' | 1.50",
        "'${$.content.big}' | 1E400",
        "'${$.content.yes}' | true",
        "'${$.content.no}' | null",
        "'${$.content.list}' | [1, {'x':'y\\'\\n'}]",
        "['${$.content.n}',{'a':'${$.content.n}'}] | [1.50,{'a':1.50}]",
        "'${ $.content.n }' | 1.50",
        "'${$.content.list[-1].x}' | 'y\\'\\n'",
        "'${$[\\'content\\'][\\'a-b\\']}' | 7",
        "'${$.content.é}' | 'ü😀'",
        "'${$.eventType}' | 'iModels.iModelCreated.v1'",
        "'${$.messageId}' | '8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1'",
        "'${$.webhookId}' | '0193f0c2-5e8f-7cc0-8b8a-2f3c5b1d9e01'",
        "'${$.iTwinId}' | '0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11'",
        "'${$.enqueuedDateTime}' | '2026-10-02T14:55:00.463Z'",
        // Elsewhere it is text in the string.
        "'id ${$.content.id}!' | 'id a\\'b\\u00e9\\n!'",
        "'${$.content.n}${$.content.big}' | '1.501E400'",
        "' ${$.content.yes}' | ' true'",
        "'no: ${$.content.no}' | 'no: null'",
        "'list ${$.content.list}' | 'list [1, {\\'x\\':\\'y\\\\\\'\\\\n\\'}]'",
        // Everything else stays.
        "{'b':[],'a':{},'n':[1,-2.50,null,true,false,'x']}"
            + " | {'b':[],'a':{},'n':[1,-2.50,null,true,false,'x']}",
        "'$ {$.x} $.content.n $${' | FAULT",
        "'$ {$.x} $.content.n $$' | '$ {$.x} $.content.n $$'",
        "{'${$.content.n}':'${$.content.n}'} | {'${$.content.n}':1.50}",
        "'\\u0000\\n\\\\\\'' | '\\u0000\\n\\\\\\''",
        "1.50 | 1.50",
        "false | false"
      })
  void renders(String template, String body) throws FormatException {
    if (body.equals("FAULT")) {
      assertThat(faults("{'format':{'mode':'template','template':" + template + "}}"))
          .containsExactly("InvalidValue format.template");
    } else {
      assertThat(render(template, CONTENT)).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'${$.none ?? \\'b\\'}' | 'b'",
        "'${$.none??\\'b\\'}' | 'b'",
        "'${ $.none ?? \\'b\\' }' | 'b'",
        "'${$.content.n ?? \\'b\\'}' | 1.50",
        "'${$.content.no ?? \\'b\\'}' | 'b'",
        "'${$.none ?? 1.50}' | 1.50",
        "'${$.none ?? -1e5}' | -1e5",
        "'${$.none ?? null}' | null",
        "'${$.none ?? true}' | true",
        "'a ${$.none ?? \\'b\\'} c' | 'a b c'",
        "'a ${$.none ?? 1} c' | 'a 1 c'",
        "'a${$.none ?? \\'\\'}' | 'a'",
        "'${$.none ?? \\'}\\'}' | '}'",
        "'${$.none ?? \\'\\\\\\'\\'}' | '\\''",
        "'${$.none ?? \\'${\\'}' | '${'",
        "'${$.none ?? \\'é\\'}' | 'é'"
      })
  void defaultStandsForMissingValue(String template, String body) throws FormatException {
    assertThat(render(template, CONTENT)).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${}",
        "a ${$.a",
        "${$.a}${",
        "${$.a | upper}",
        "${$.a ?? }",
        "${$.a ?? b}",
        "${$.a ?? 01}",
        "${$.a ?? [1]}",
        "${$.a ?? {}}",
        "${$.a ?? 'b}",
        "${$.a ?? '\\\\x'}",
        "${$.a ?? 'b' 'c'}",
        "${$.a ?? 1,'b':2}",
        "${$.a ? 'b'}",
        "${$.a ?? $.b}",
        "${$.a + 1}",
        "${a}",
        "${@.a}",
        "${$.*}",
        "${$..a}",
        "${$.a[?@.b]}",
        "${$.a[0:1]}",
        "${$.length()}"
      })
  void refusesOtherExpressions(String text) {
    String escaped = text.replace("'", "\\'");

    assertThat(faults("{'format':{'mode':'template','template':'" + escaped + "'}}"))
        .containsExactly("InvalidValue format.template");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'${$.content.none}'", "'a ${$.none.x}'", "['${$.content.list[2]}']"})
  void valueThatIsMissingIsAFailure(String template) {
    assertThat(reason(() -> render(template, CONTENT))).isEqualTo(Reason.MISSING_VALUE);
  }

  @Test
  void eachRenderingHasTheSameBytes() throws FormatException {
    String template = "{'a':'${$.content.list}','b':'x ${$.content.id}'}";

    assertThat(render(template, CONTENT)).isEqualTo(render(template, CONTENT));
  }

  @Test
  void boundsSizeOfTemplate() {
    String text = "x".repeat(16 * 1024 - 2);

    assertThat(faults(format("'" + text + "'"))).isEmpty();
    assertThat(faults(format("'" + text + "y'"))).containsExactly("LimitExceeded format.template");
    assertThat(faults(format("'" + "é".repeat(8 * 1024) + "'")))
        .containsExactly("LimitExceeded format.template");
  }

  @Test
  void boundsNumberOfPlaceholders() {
    String all = "${$.messageId}".repeat(50);

    assertThat(faults(format("['" + all + "','" + all + "']"))).isEmpty();
    assertThat(faults(format("['" + all + "',{'a':'" + all + "'},'${$.x}']")))
        .containsExactly("LimitExceeded format.template");
  }

  @Test
  void boundsSizeOfBody() throws FormatException {
    String half = "x".repeat(Template.MAX_BODY / 2 - 5);
    String content = "{'a':'" + half + "'}";

    assertThat(render("['${$.content.a}', '${$.content.a}','']", content))
        .hasSize(Template.MAX_BODY);
    assertThat(reason(() -> render("['${$.content.a}','${$.content.a}','z']", content)))
        .isEqualTo(Reason.TOO_LARGE);
  }

  /** A quote in a string of an object needs four bytes in text: two backslashes more. */
  @Test
  void countsEscapesOfText() {
    String content = "{'a':'" + "\\'".repeat(132_000) + "'}";

    assertThat(reason(() -> render("'x${$.content}'", content))).isEqualTo(Reason.TOO_LARGE);
  }

  /** It would be 25 MiB. */
  @Test
  void stopsWhenTheBodyIsTooLarge() {
    String template = String.join(",", Collections.nCopies(100, "'${$.content}'"));
    String content = "{'a':'" + "x".repeat(256 * 1024 - 20) + "'}";

    assertThat(reason(() -> render("[" + template + "]", content))).isEqualTo(Reason.TOO_LARGE);
  }

  /** Each path leads through the whole of a deep event, and counts its arrays from the end. */
  @Test
  void costOfPathsIsBounded() throws FormatException {
    String deep = "[0,".repeat(900) + "1" + "]".repeat(900);
    String paths =
        IntStream.range(0, 100)
            .mapToObj(i -> "'${$.content.a" + "[-1]".repeat(i % 28) + "[-" + (i + 3) + "] ?? 1}'")
            .collect(Collectors.joining(","));

    assertThat(render("[" + paths + "]", "{'a':" + deep + "}")).startsWith("[1,1,").endsWith(",1]");
  }

  @Test
  void nestedTemplateKeepsItsForm() throws FormatException {
    String template = "[{'a':".repeat(12) + "'${$.content.n}'" + "}]".repeat(12);

    assertThat(render(template, CONTENT)).isEqualTo(template.replace("'${$.content.n}'", "1.50"));
  }

  private static String format(String template) {
    return "{'format':{'mode':'template','template':" + template + "}}";
  }

  private static Reason reason(ThrowingCallable rendering) {
    return catchThrowableOfType(FormatException.class, rendering).reason();
  }
}
