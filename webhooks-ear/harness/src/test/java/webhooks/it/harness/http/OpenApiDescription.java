package webhooks.it.harness.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The product's OpenAPI description of its API. Every answer is compared with it. */
public final class OpenApiDescription {
  /** The members of a path item that are methods. */
  public static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private static final Map<URI, OpenApiDescription> KNOWN = new ConcurrentHashMap<>();
  private static final String NAME = "https://webhooks.example.test/openapi";
  private static final JsonPointer NO_SUCH_PATH =
      JsonPointer.compile("/components/responses/ResourceNotFound");
  private static final JsonPointer NO_SUCH_METHOD = JsonPointer.compile("/x-method-not-allowed");

  private final JsonNode document;
  private final SchemaRegistry schemas;
  private final Map<JsonPointer, Schema> known = new ConcurrentHashMap<>();

  /** Reads a description in JSON. */
  public OpenApiDescription(String json) {
    try {
      document = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(),
            builder -> builder.schemas(Map.of(NAME, closed(document).toString())));
  }

  /**
   * Returns the description of this version alone: it has no other properties, though clients must
   * accept properties of later versions.
   */
  private static JsonNode closed(JsonNode document) {
    JsonNode closed = document.deepCopy();
    for (JsonNode schema : closed.findParents("properties")) {
      if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    return closed;
  }

  /** Returns the description of the product at this address. Fetches it once. */
  public static OpenApiDescription of(URI product, Function<URI, String> fetch) {
    return KNOWN.computeIfAbsent(product, address -> new OpenApiDescription(fetch.apply(address)));
  }

  public JsonNode document() {
    return document;
  }

  /** Returns the templates of all paths. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** Returns the methods of a path in lower case. */
  public List<String> methods(String template) {
    JsonNode item = document.get("paths").get(template);
    return METHODS.stream().filter(item::has).toList();
  }

  /**
   * An operation.
   *
   * @param method in lower case
   * @param template the path with names of parameters
   */
  public record Operation(String method, String template) {}

  /** Returns all operations. */
  public List<Operation> operations() {
    return paths().stream()
        .flatMap(path -> methods(path).stream().map(method -> new Operation(method, path)))
        .toList();
  }

  /** Returns the description of an answer by method, path and status. */
  Optional<JsonPointer> response(String method, String path, int status) {
    Optional<String> template = template(path);
    if (template.isEmpty()) {
      return general(NO_SUCH_PATH, 404, status);
    }
    // HEAD works wherever GET does.
    String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    if (!methods(template.get()).contains(name)) {
      // The product refuses an unknown version first.
      return general(NO_SUCH_METHOD, 405, status).or(() -> general(NO_SUCH_PATH, 404, status));
    }
    JsonPointer responses = pointer("paths", template.get(), name, "responses");
    return Optional.of(append(responses, Integer.toString(status)))
        .filter(pointer -> !document.at(pointer).isMissingNode())
        .map(this::resolved);
  }

  private static Optional<JsonPointer> general(JsonPointer response, int expected, int status) {
    return status == expected ? Optional.of(response) : Optional.empty();
  }

  /**
   * Returns the template that matches a path.
   *
   * <p>Several slashes at the beginning are one and a slash at the end is ignored, as the
   * description says. Segments are compared in their encoded form.
   */
  public Optional<String> template(String path) {
    String level = path.replaceFirst("^/+", "/").replaceFirst("(?<=.)/$", "");
    return paths().stream()
        .filter(template -> level.matches(pattern(template)))
        // The template with fewer parameters is more specific.
        .min(Comparator.comparing(template -> template.split("\\{", -1).length));
  }

  private static String pattern(String template) {
    return "\\Q" + template.replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q") + "\\E";
  }

  /** Follows references. */
  public JsonPointer resolved(JsonPointer pointer) {
    JsonNode reference = document.at(pointer).path("$ref");
    return reference.isMissingNode()
        ? pointer
        : resolved(JsonPointer.compile(reference.textValue().substring(1)));
  }

  public JsonNode at(JsonPointer pointer) {
    return document.at(pointer);
  }

  /** Returns a line for each way in which a value violates the schema. */
  public List<String> faults(JsonPointer schema, JsonNode value) {
    Schema found =
        known.computeIfAbsent(
            schema, place -> schemas.getSchema(SchemaLocation.of(NAME + "#" + place)));
    return StreamSupport.stream(found.validate(value).spliterator(), false)
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  public static JsonPointer pointer(String... members) {
    JsonPointer pointer = JsonPointer.empty();
    for (String member : members) {
      pointer = append(pointer, member);
    }
    return pointer;
  }

  public static JsonPointer append(JsonPointer pointer, String member) {
    return pointer.appendProperty(member);
  }
}
