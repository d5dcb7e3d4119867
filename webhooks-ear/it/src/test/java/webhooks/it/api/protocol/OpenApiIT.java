package webhooks.it.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.OpenApiDescription;

/** Tests that the OpenAPI description is valid, and complete without anything extra. */
class OpenApiIT {
  private static final String PATH = "/openapi";
  private static final TestEnvironment ENVIRONMENT = TestEnvironment.shared();

  private final Api api = ENVIRONMENT.api();
  private final OpenApiDescription description = api.description().orElseThrow();

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "?format=JSON"})
  void isValidForAnIndependentParser(String path) {
    Answer answer = api.get(path).send().is(200);

    SwaggerParseResult read = new OpenAPIV3Parser().readContents(answer.body());

    assertThat(read.getMessages()).isEmpty();
    OpenAPI openApi = read.getOpenAPI();
    assertThat(openApi.getInfo().getVersion()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(openApi.getPaths().keySet()).containsExactlyElementsOf(description.paths());
  }

  @Test
  void isCacheableAndTheSameForAllCallers() {
    Answer answer = api.get(PATH).send().is(200);

    assertThat(api.get(PATH).as(ENVIRONMENT.application().token()).send().body())
        .isEqualTo(answer.body());
    assertThat(api.get(PATH).as("garbage").send().is(200).body()).isEqualTo(answer.body());
    assertThat(api.get(PATH + "/").send().is(200).body()).isEqualTo(answer.body());
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    api.get(PATH).header("If-None-Match", tag).send().is(304);
  }

  @Test
  void answersInTheRequestedFormat() {
    assertThat(type(api.get(PATH))).isEqualTo("application/yaml");
    assertThat(type(api.get(PATH).header("Accept", "application/json")))
        .isEqualTo("application/json");
    assertThat(type(api.get(PATH).header("Accept", "text/html,*/*;q=0.8")))
        .isEqualTo("application/yaml");
    assertThat(type(api.request("HEAD", PATH))).isEqualTo("application/yaml");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationExistsAndNeedsItsToken(String method, String template) {
    boolean open = description.at(pointer(template, method, "security")).isArray();

    Answer answer = request(method, template).send();

    if (open && template.contains("{id}")) {
      answer.isError(404, "WebhookNotFound");
    } else if (open && method.equals("post")) {
      answer.isError(422, "InvalidRequest", "MissingRequestBody");
    } else if (open) {
      answer.is(200);
    } else {
      answer.isError(401, "HeaderNotFound");
    }
  }

  static Stream<Object[]> operations() {
    return ENVIRONMENT.api().description().orElseThrow().operations().stream()
        .map(operation -> new Object[] {operation.method(), operation.template()});
  }

  @ParameterizedTest
  @MethodSource("paths")
  void refusesUndescribedMethods(String template) {
    List<String> others = new ArrayList<>(OpenApiDescription.METHODS);
    others.removeAll(description.methods(template));
    others.add("options");

    for (String method : others) {
      request(method, template).send().isError(405, "MethodNotAllowed");
    }
  }

  static List<String> paths() {
    return ENVIRONMENT.api().description().orElseThrow().paths();
  }

  @Test
  void everyExampleMatchesItsSchema() {
    List<JsonPointer> examples = new ArrayList<>();
    findExamples(description.document(), JsonPointer.empty(), examples);

    assertThat(examples).hasSizeGreaterThan(20);
    for (JsonPointer example : examples) {
      JsonPointer schema = example.head().appendProperty("schema");
      assertThat(description.faults(schema, description.at(example)))
          .as(example.toString())
          .isEmpty();
    }
  }

  private static void findExamples(JsonNode node, JsonPointer place, List<JsonPointer> found) {
    if (node.has("schema") && node.has("example")) {
      found.add(place.appendProperty("example"));
    }
    node.properties()
        .forEach(
            member ->
                findExamples(member.getValue(), place.appendProperty(member.getKey()), found));
  }

  private Api.Request request(String method, String template) {
    String path = template.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    return api.request(method.toUpperCase(Locale.ROOT), path);
  }

  private static JsonPointer pointer(String template, String method, String member) {
    return OpenApiDescription.pointer("paths", template, method, member);
  }

  private static String type(Api.Request request) {
    return request.send().is(200).headers().firstValue("Content-Type").orElse("");
  }
}
