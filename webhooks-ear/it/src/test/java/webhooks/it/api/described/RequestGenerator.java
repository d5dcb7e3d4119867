package webhooks.it.api.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import webhooks.it.api.described.Operation.Body;
import webhooks.it.api.described.Operation.Parameter;
import webhooks.it.harness.http.OpenApiDescription;

/** Makes random requests that the description allows. */
final class RequestGenerator {
  private static final int MAX_ELEMENTS = 3;

  private final OpenApiDescription description;
  private final CandidateValues values;
  private final Fixtures fixtures;
  private final Random random;

  RequestGenerator(
      OpenApiDescription description, CandidateValues values, Fixtures fixtures, Random random) {
    this.description = description;
    this.values = values;
    this.fixtures = fixtures;
    this.random = random;
  }

  /**
   * Returns a valid request.
   *
   * @param path the values of the parameters in the path
   */
  DescribedRequest valid(Operation operation, Map<String, String> path) {
    DescribedRequest request =
        new DescribedRequest(operation, path, List.of(), Map.of(), body(operation));
    List<Parameter> query = operation.parametersIn("query");
    // The token of a list that can be sorted is valid with the conditions of its first page only.
    boolean isSorted = query.stream().anyMatch(each -> each.name().equals("sort"));
    for (Parameter parameter : query) {
      boolean isOfOtherPage = isSorted && parameter.name().equals("continuationToken");
      if (parameter.required() || random.nextBoolean() && !isOfOtherPage) {
        request = request.withQuery(parameter.name(), text(operation, path, parameter));
      }
    }
    for (Parameter parameter : operation.parametersIn("header")) {
      List<String> texts =
          values.validTexts(parameter.schema()).stream().filter(Texts::isHeader).toList();
      if (parameter.required() || random.nextBoolean()) {
        request = request.withHeader(parameter.name(), oneOf(texts));
      }
    }
    return request;
  }

  private String text(Operation operation, Map<String, String> path, Parameter parameter) {
    return fixtures
        .parameter(operation, path, parameter.name())
        .orElseGet(() -> oneOf(values.validTexts(parameter.schema())));
  }

  private Optional<JsonNode> body(Operation operation) {
    if (operation.body().isEmpty()) {
      return Optional.empty();
    }
    Body body = operation.body().get();
    if (!body.required() && !Fixtures.needsBody(name(body.schema())) && random.nextInt(3) == 0) {
      // Where a body is optional, null is none.
      return random.nextBoolean() ? Optional.empty() : Optional.of(NullNode.getInstance());
    }
    return Optional.of(value(body.schema(), name(body.schema())));
  }

  /**
   * Returns a valid value of a property.
   *
   * @param name the name of the property, or of the schema if it has one
   */
  JsonNode value(JsonPointer pointer, String name) {
    JsonPointer schema = description.resolved(pointer);
    JsonNode found = description.at(schema);
    return fixtures
        .value(name)
        .or(() -> fixtures.value(name(schema)))
        .orElseGet(
            () ->
                switch (found.path("type").asText()) {
                  case "object" -> object(schema, found);
                  case "array" -> array(schema, found, name);
                  default -> oneOf(values.valid(schema));
                });
  }

  private JsonNode object(JsonPointer schema, JsonNode found) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (found.path("additionalProperties").asBoolean()) {
      return object.set("any", oneOf(values.valid(schema)));
    }
    JsonPointer properties = OpenApiDescription.append(schema, "properties");
    found
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (isRequired(found, name) || random.nextBoolean()) {
                object.set(name, value(OpenApiDescription.append(properties, name), name));
              }
            });
    fixtures.complete(name(schema), object);
    return object;
  }

  private JsonNode array(JsonPointer schema, JsonNode found, String name) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int min = found.path("minItems").asInt();
    for (int i = min + random.nextInt(MAX_ELEMENTS); i > 0; i--) {
      array.add(value(OpenApiDescription.append(schema, "items"), name + " element"));
    }
    return array;
  }

  private static boolean isRequired(JsonNode schema, String property) {
    for (JsonNode name : schema.path("required")) {
      if (name.textValue().equals(property)) {
        return true;
      }
    }
    return false;
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Returns the last part of a pointer, which for a schema with a name is its name. */
  static String name(JsonPointer schema) {
    return schema.last().getMatchingProperty();
  }
}
