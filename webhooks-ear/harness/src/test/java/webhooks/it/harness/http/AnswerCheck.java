package webhooks.it.harness.http;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Compares one answer with the OpenAPI description and reports all differences. */
final class AnswerCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpenApiDescription description;
  private final String method;
  private final String path;
  private final Answer answer;
  private final List<String> faults = new ArrayList<>();

  private AnswerCheck(OpenApiDescription description, String method, String path, Answer answer) {
    this.description = description;
    this.method = method;
    this.path = path;
    this.answer = answer;
  }

  /** Fails if the answer does not match the description. */
  static void check(OpenApiDescription description, String method, String path, Answer answer) {
    AnswerCheck check = new AnswerCheck(description, method, path, answer);
    check.run();
    if (!check.faults.isEmpty()) {
      fail(
          "%s %s is not answered as %s is described:%n- %s%nIt was %d %s %s",
          method,
          path,
          description.template(path).orElse("an unknown path"),
          String.join("\n- ", check.faults),
          answer.status(),
          answer.headers().map(),
          answer.body());
    }
  }

  private void run() {
    Optional<JsonPointer> response = description.response(method, path, answer.status());
    if (response.isEmpty()) {
      faults.add("status " + answer.status() + " is not described");
      return;
    }
    JsonPointer headers = OpenApiDescription.append(response.get(), "headers");
    description
        .at(headers)
        .fieldNames()
        .forEachRemaining(
            name ->
                checkHeader(name, description.resolved(OpenApiDescription.append(headers, name))));
    checkBody(OpenApiDescription.append(response.get(), "content"));
    if (answer.status() == 405) {
      checkAllow();
    }
  }

  private void checkHeader(String name, JsonPointer header) {
    List<String> values = answer.headers().allValues(name);
    if (values.isEmpty() && description.at(header).path("required").asBoolean()) {
      faults.add("header " + name + " is missing");
    }
    JsonPointer schema = description.resolved(OpenApiDescription.append(header, "schema"));
    for (String value : values) {
      boolean number = description.at(schema).path("type").asText().equals("integer");
      JsonNode node =
          number && value.matches("-?\\d{1,18}")
              ? LongNode.valueOf(Long.parseLong(value))
              : TextNode.valueOf(value);
      description
          .faults(schema, node)
          .forEach(fault -> faults.add("header " + name + ": " + fault));
    }
  }

  private void checkBody(JsonPointer content) {
    JsonNode types = description.at(content);
    if (types.isMissingNode()) {
      if (!answer.body().isEmpty()) {
        faults.add("there is a body, and none is described");
      }
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    // JSON and YAML may name UTF-8 but no other character set. The versions are those of
    // Prometheus's text format and of OpenMetrics.
    String bare =
        type.toLowerCase(Locale.ROOT)
            .replaceAll("; ?(charset=utf-8|version=(0\\.0\\.4|1\\.0\\.0))", "");
    if (!types.has(bare)) {
      faults.add("content type '" + type + "' is not described");
    } else if (method.equals("HEAD")) {
      if (!answer.body().isEmpty()) {
        faults.add("there is a body, to HEAD");
      }
    } else {
      JsonPointer schema =
          OpenApiDescription.append(OpenApiDescription.append(content, bare), "schema");
      JsonNode body = body(bare);
      faults.addAll(description.faults(schema, body));
      checkError(description.at(content.head()), body.path("error"));
    }
  }

  /** Checks what the schema of all errors leaves open, by extensions of the description. */
  private void checkError(JsonNode response, JsonNode error) {
    if (answer.status() < 400) {
      return;
    }
    checkCode(response.path("x-error-codes"), error.path("code"));
    JsonNode details = error.path("details");
    details.forEach(detail -> checkCode(response.path("x-detail-codes"), detail.path("code")));
    if (response.path("x-details-required").asBoolean() && details.isEmpty()) {
      faults.add("there are no details");
    }
    if (error.path("code").asText().equals("InternalServerError")
        && !error.path("message").asText().matches(".*Error id: [0-9a-f-]{36}\\.")) {
      faults.add("the message has no id");
    }
  }

  private void checkCode(JsonNode described, JsonNode code) {
    for (JsonNode one : described) {
      if (one.equals(code)) {
        return;
      }
    }
    faults.add("code " + code.asText() + " is not described");
  }

  private JsonNode body(String type) {
    if (!type.equals("application/json")) {
      return TextNode.valueOf(answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      faults.add("the body is no JSON: " + e.getOriginalMessage());
      return TextNode.valueOf(answer.body());
    }
  }

  private void checkAllow() {
    TreeSet<String> described = new TreeSet<>();
    description
        .methods(description.template(path).orElseThrow())
        .forEach(name -> described.add(name.toUpperCase(Locale.ROOT)));
    if (described.contains("GET")) {
      described.add("HEAD");
    }
    String expected = String.join(", ", described);
    if (!answer.headers().firstValue("Allow").orElse("").equals(expected)) {
      faults.add("header Allow is not '" + expected + "'");
    }
  }
}
