package webhooks.it.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.OpenApiDescription;

/** Compares docs/webhooks.http with the product's description of its API. */
class HttpFileIT {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^@(\\w+) = (.+)$");
  private static final Pattern REQUEST =
      Pattern.compile("(?m)^(GET|POST|PUT|PATCH|DELETE) http://[^/]+(/[^?\\s]*)(?:\\?(\\S*))?$");

  private final OpenApiDescription description =
      TestEnvironment.shared().api().description().orElseThrow();

  /**
   * A request of the file.
   *
   * @param text the whole request with its headers and body
   */
  private record Request(String method, String path, List<String> parameters, String text) {}

  @Test
  void hasEachOperationAndNoOther() {
    TreeSet<String> described = new TreeSet<>();
    for (String path : description.paths()) {
      description.methods(path).forEach(method -> described.add(method + " " + path));
    }

    assertThat(requests())
        .extracting(request -> request.method() + " " + template(request))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void usesOnlyDescribedParameters() {
    for (Request request : requests()) {
      List<String> known = new ArrayList<>();
      JsonNode path = description.document().get("paths").get(template(request));
      for (JsonNode parameters :
          List.of(path.path("parameters"), operation(request).path("parameters"))) {
        parameters.forEach(parameter -> known.add(resolved(parameter).path("name").asText()));
      }
      assertThat(known).as(request.text()).containsAll(request.parameters());
    }
  }

  @Test
  void hasABodyAndATokenWhereOneIsNeeded() throws JsonProcessingException {
    for (Request request : requests()) {
      JsonNode operation = operation(request);
      boolean open = operation.path("security").isArray();
      String[] parts = request.text().strip().split("\n\n", 2);
      assertThat(parts[0].contains("Authorization: Bearer ")).as(request.text()).isEqualTo(!open);
      assertThat(parts.length == 2)
          .as(request.text())
          .isEqualTo(parts[0].contains("Content-Type: application/json"));
      if (parts.length == 2) {
        assertThat(operation.has("requestBody")).as(request.text()).isTrue();
        new ObjectMapper().readTree(parts[1]);
      } else {
        assertThat(resolved(operation.path("requestBody")).path("required").asBoolean())
            .as(request.text())
            .isFalse();
      }
    }
  }

  private String template(Request request) {
    return description.template(request.path()).orElseThrow(() -> new AssertionError(request));
  }

  private JsonNode operation(Request request) {
    JsonNode operation =
        description.document().get("paths").get(template(request)).path(request.method());
    assertThat(operation.isObject()).as(request.text()).isTrue();
    return operation;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref")
        ? description.document().at(node.get("$ref").asText().substring(1))
        : node;
  }

  /** Returns the requests to the product, without those to its development aids. */
  private static List<Request> requests() {
    String file = Pages.text(Pages.ROOT.resolve("docs/webhooks.http"));
    Map<String, String> variables = new TreeMap<>();
    VARIABLE.matcher(file).results().forEach(one -> variables.put(one.group(1), one.group(2)));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      file = file.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    assertThat(file).doesNotContain("{{");
    return Arrays.stream(file.split("(?m)^###.*$"))
        .skip(1)
        .map(HttpFileIT::request)
        .filter(request -> !request.path().startsWith("/dev/"))
        .toList();
  }

  private static Request request(String text) {
    Matcher line = REQUEST.matcher(text);
    assertThat(line.find()).as(text).isTrue();
    List<String> parameters =
        line.group(3) == null
            ? List.of()
            : Arrays.stream(line.group(3).split("&"))
                .map(parameter -> parameter.replaceFirst("=.*", ""))
                .toList();
    return new Request(
        line.group(1).toLowerCase(Locale.ROOT),
        URI.create(line.group(2)).getPath(),
        parameters,
        text);
  }
}
