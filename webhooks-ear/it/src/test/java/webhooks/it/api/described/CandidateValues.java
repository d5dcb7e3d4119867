package webhooks.it.api.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import webhooks.it.harness.http.OpenApiDescription;

/**
 * Values for the schemas of a description. A validator decides which of them are valid.
 *
 * <p>The description says some rules in words only. No value here keeps its schema and breaks such
 * a rule: no duration over seven days, no time with a blank instead of the T or after the year 9999
 * in UTC, no long text with characters beyond U+FFFF, which count twice, and no text of white space
 * other than blanks. No value breaks its schema and is accepted all the same: no time without
 * seconds, and none with an offset as {@code +hhmm}.
 */
final class CandidateValues {
  private static final List<JsonNode> NO_TEXTS =
      parse("[null, true, false, 0, 1, 5, -1, 1.5, 1e3, [], [null], [\"x\"], {}, {\"a\": 1}]");

  private static final List<JsonNode> TEXTS =
      parse(
          """
          ["", " ", "x", "true", "TRUE", "0", "5", "100", "007", "1.5", "-1", "null", "[]", "{}",
          "0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11", "0C8D5EB7-6F6C-4B4A-9B8E-3C5B6C9E2D11",
          "0c8d5eb76f6c4b4a9b8e3c5b6c9e2d11", "0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d1",
          "0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11-", "gc8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11", "1-1-1-1-1",
          "2026-10-02T14:55:00Z", "2026-10-02T14:55:00.463Z", "2026-10-02T14:55:00.463123Z",
          "2026-10-02T16:55:00+02:00", "1969-12-31T23:59:59Z", "0001-01-02T00:00:00Z", "2026-10-02",
          "2026-10-02T14:55:00", "2026-13-02T14:55:00Z", "2026-02-30T14:55:00Z",
          "2026-10-02T25:00:00Z", "14:55:00Z", "1759416900",
          "PT0S", "PT1H", "P1D", "P7D", "P1DT12H", "PT90M", "PT1.5S", "P", "PT", "1D", "-PT1S", "P-1D",
          "P1Y", "P1M", "P1W", "P1DT", "p1d",
          "iModels.iModelCreated.v1", "a..b", ".a", "a.", "a b.v1", "a/b",
          "http://receiver.example.com/hook", "https://user@receiver.example.com/", "https://",
          "https://receiver.example.com/#f", "//receiver.example.com/", "receiver.example.com",
          "ftp://receiver.example.com/", "(webhooks)", " (x", "ID:1", "Grüße, 東京 😀"]
          """);

  /** Characters to put into texts. */
  private static final List<String> CHARACTERS =
      List.of(
          "\u0000", "\t", "\n", "\u001f", "\u007f", "\u0085", "\u009f", "\u00a0", "é", "東", "😀",
          "\"", "\\", "/", "%", "?", "&", "+", ";", "#", "=", "(", " ", "'", "<", "{");

  private final OpenApiDescription description;
  private final Map<JsonPointer, Map<Boolean, List<JsonNode>>> values = new ConcurrentHashMap<>();
  private final Map<JsonPointer, Map<Boolean, List<String>>> texts = new ConcurrentHashMap<>();

  CandidateValues(OpenApiDescription description) {
    this.description = description;
  }

  /** Returns values that a schema allows. */
  List<JsonNode> valid(JsonPointer schema) {
    return values(schema).get(true);
  }

  /** Returns values that a schema refuses. */
  List<JsonNode> broken(JsonPointer schema) {
    return values(schema).get(false);
  }

  /** Returns texts of parameters that a schema allows. None is empty. */
  List<String> validTexts(JsonPointer schema) {
    return texts(schema).get(true);
  }

  /** Returns texts of parameters that a schema refuses. None is empty. */
  List<String> brokenTexts(JsonPointer schema) {
    return texts(schema).get(false);
  }

  private Map<Boolean, List<JsonNode>> values(JsonPointer schema) {
    return values.computeIfAbsent(
        schema,
        pointer ->
            all(description.at(pointer)).stream()
                .collect(Collectors.partitioningBy(value -> isValid(pointer, value))));
  }

  private Map<Boolean, List<String>> texts(JsonPointer schema) {
    return texts.computeIfAbsent(
        schema,
        pointer ->
            all(description.at(pointer)).stream()
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .filter(Predicate.not(String::isEmpty))
                .distinct()
                .collect(
                    Collectors.partitioningBy(text -> isValid(pointer, typed(pointer, text)))));
  }

  /** Returns the value of a text in a path, a query or a header. */
  private JsonNode typed(JsonPointer schema, String text) {
    String type = description.at(schema).path("type").asText();
    if (type.equals("integer") && text.matches("-?(0|[1-9]\\d{0,17})")) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return type.equals("boolean") && text.matches("true|false")
        ? BooleanNode.valueOf(Boolean.parseBoolean(text))
        : TextNode.valueOf(text);
  }

  private boolean isValid(JsonPointer schema, JsonNode value) {
    return description.faults(schema, value).isEmpty();
  }

  private static Set<JsonNode> all(JsonNode schema) {
    Set<JsonNode> values = new LinkedHashSet<>(NO_TEXTS);
    values.addAll(TEXTS);
    schema.path("enum").forEach(one -> addNear(one, values));
    for (String bound : List.of("minimum", "maximum")) {
      if (schema.has(bound)) {
        long exact = schema.get(bound).longValue();
        List.of(exact - 1, exact, exact + 1).forEach(one -> values.add(LongNode.valueOf(one)));
      }
    }
    for (String bound : List.of("minLength", "maxLength")) {
      if (schema.has(bound)) {
        int exact = schema.get(bound).intValue();
        for (int length = Math.max(0, exact - 1); length <= exact + 1; length++) {
          values.add(TextNode.valueOf("x".repeat(length)));
          values.add(TextNode.valueOf("é".repeat(length)));
        }
      }
    }
    int length = Math.max(1, schema.path("minLength").asInt() - 1);
    for (String character : CHARACTERS) {
      values.add(TextNode.valueOf(character + "x".repeat(length)));
      values.add(TextNode.valueOf("x" + character + "x".repeat(length)));
      values.add(TextNode.valueOf("x".repeat(length) + character));
    }
    return values;
  }

  private static void addNear(JsonNode exact, Set<JsonNode> values) {
    String text = exact.asText();
    values.add(exact);
    values.add(TextNode.valueOf(text.toUpperCase(Locale.ROOT)));
    values.add(TextNode.valueOf(text.toLowerCase(Locale.ROOT)));
    values.add(TextNode.valueOf(text + "x"));
    values.add(TextNode.valueOf(" " + text));
  }

  private static List<JsonNode> parse(String array) {
    try {
      List<JsonNode> values = new ArrayList<>();
      new ObjectMapper().readTree(array).forEach(values::add);
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
