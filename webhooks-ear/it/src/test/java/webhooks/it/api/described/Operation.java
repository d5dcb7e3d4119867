package webhooks.it.api.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import webhooks.it.harness.http.OpenApiDescription;

/**
 * An operation of the OpenAPI description.
 *
 * @param method in upper case
 * @param template the path with names of parameters
 * @param scopes the scopes of which a token needs one; empty if the operation needs no token
 */
record Operation(
    String method,
    String template,
    List<String> scopes,
    List<Parameter> parameters,
    Optional<Body> body) {

  /**
   * A parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   */
  record Parameter(String name, String in, boolean required, JsonPointer schema) {}

  /** A body of a type of JSON. */
  record Body(String mediaType, boolean required, JsonPointer schema) {}

  /** Returns all operations of a description, each once for each media type of its body. */
  static List<Operation> all(OpenApiDescription description) {
    return description.operations().stream()
        .flatMap(one -> of(description, one.method(), one.template()).stream())
        .toList();
  }

  private static List<Operation> of(
      OpenApiDescription description, String method, String template) {
    JsonPointer path = OpenApiDescription.pointer("paths", template);
    JsonPointer operation = OpenApiDescription.append(path, method);
    List<Parameter> parameters = new ArrayList<>();
    addParameters(description, path, parameters);
    addParameters(description, operation, parameters);
    List<String> scopes = new ArrayList<>();
    description
        .at(operation)
        .path("x-required-scopes")
        .forEach(scope -> scopes.add(scope.textValue()));
    return bodies(description, operation).stream()
        .map(
            body ->
                new Operation(method.toUpperCase(Locale.ROOT), template, scopes, parameters, body))
        .toList();
  }

  private static void addParameters(
      OpenApiDescription description, JsonPointer owner, List<Parameter> found) {
    JsonPointer all = OpenApiDescription.append(owner, "parameters");
    for (int i = 0; i < description.at(all).size(); i++) {
      JsonPointer pointer = description.resolved(all.appendIndex(i));
      JsonNode parameter = description.at(pointer);
      found.add(
          new Parameter(
              parameter.path("name").textValue(),
              parameter.path("in").textValue(),
              parameter.path("required").asBoolean(),
              description.resolved(OpenApiDescription.append(pointer, "schema"))));
    }
  }

  private static List<Optional<Body>> bodies(
      OpenApiDescription description, JsonPointer operation) {
    JsonPointer body = description.resolved(OpenApiDescription.append(operation, "requestBody"));
    if (description.at(body).isMissingNode()) {
      return List.of(Optional.empty());
    }
    boolean required = description.at(body).path("required").asBoolean();
    JsonPointer content = OpenApiDescription.append(body, "content");
    List<Optional<Body>> bodies = new ArrayList<>();
    description
        .at(content)
        .fieldNames()
        .forEachRemaining(
            type -> {
              JsonPointer schema =
                  OpenApiDescription.append(OpenApiDescription.append(content, type), "schema");
              bodies.add(Optional.of(new Body(type, required, description.resolved(schema))));
            });
    return bodies;
  }

  /** Returns the parameters in the path, the query or the headers. */
  List<Parameter> parametersIn(String place) {
    return parameters.stream().filter(parameter -> parameter.in().equals(place)).toList();
  }

  @Override
  public String toString() {
    return method + " " + template + body.map(one -> " " + one.mediaType()).orElse("");
  }
}
