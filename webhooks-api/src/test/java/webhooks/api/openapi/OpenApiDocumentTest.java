package webhooks.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import webhooks.api.ApiApplication;
import webhooks.api.security.NoTokenRequired;
import webhooks.api.security.RequiresScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.FaultCode;
import webhooks.domain.id.ClientId;

/** The OpenAPI document and the code agree. */
class OpenApiDocumentTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final String text = read();
  private final Map<?, ?> document =
      (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);

  @Test
  void describesExactlyTheOperations() {
    Map<String, Method> existing = existing();

    assertThat(existing).hasSizeGreaterThan(15);
    assertThat(described().keySet()).containsExactlyInAnyOrderElementsOf(existing.keySet());
  }

  @Test
  void namesScopeOfEachOperation() {
    Map<String, Map<?, ?>> described = described();

    existing()
        .forEach(
            (operation, method) -> {
              RequiresScope scope = method.getAnnotation(RequiresScope.class);
              String text = (String) described.get(operation).get("description");
              if (scope == null) {
                assertThat(text).as(operation).doesNotContain("Scope `");
              } else {
                assertThat(text).as(operation).startsWith("Scope `" + scope.value().text() + "`");
                List<?> scopes = (List<?>) described.get(operation).get("x-required-scopes");
                assertThat(scopes.stream().map(Object::toString).toList())
                    .as(operation)
                    .startsWith(scope.value().text())
                    .allSatisfy(one -> assertThat(text).contains("`" + one + "`"));
              }
            });
  }

  @Test
  void marksOperationsWithoutToken() {
    Map<String, Map<?, ?>> described = described();

    existing()
        .forEach(
            (operation, method) ->
                assertThat(method.isAnnotationPresent(NoTokenRequired.class))
                    .as(operation)
                    .isEqualTo(List.of().equals(described.get(operation).get("security"))));
  }

  @Test
  void namesExactlyTheErrorCodes() {
    assertThat(codes("x-error-codes"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::text).toList());
    assertThat(codes("x-detail-codes"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FaultCode.values()).map(FaultCode::text).toList());
  }

  /** A generated client has one type for all errors. */
  @Test
  void everyErrorHasTheSameSchemaAndAnExample() {
    Map<?, ?> errors = new TreeMap<>(responses());
    errors.values().removeIf(response -> !((Map<?, ?>) response).containsKey("x-error-codes"));

    assertThat(errors).hasSizeGreaterThan(15);
    assertThat(errors.values())
        .allSatisfy(
            response -> {
              Map<?, ?> content = (Map<?, ?>) ((Map<?, ?>) response).get("content");
              Map<?, ?> json = (Map<?, ?>) content.get("application/json");
              assertThat(json.get("schema"))
                  .hasToString("{$ref=#/components/schemas/ErrorResponse}");
              assertThat(json.containsKey("example")).isTrue();
            });
  }

  @Test
  void everyBodyHasAnExample() {
    List<Map<?, ?>> contents = new ArrayList<>();
    findContents(document, contents);

    assertThat(contents).hasSizeGreaterThan(50);
    assertThat(contents)
        .allSatisfy(
            content ->
                assertThat(content.values())
                    .allSatisfy(
                        body -> assertThat(((Map<?, ?>) body).containsKey("example")).isTrue()));
  }

  /** Finds the members that hold a body for each media type. */
  private static void findContents(Object node, List<Map<?, ?>> found) {
    if (node instanceof List<?> list) {
      list.forEach(one -> findContents(one, found));
    } else if (node instanceof Map<?, ?> members) {
      if (members.get("content") instanceof Map<?, ?> content
          && content.keySet().stream().allMatch(type -> type.toString().contains("/"))) {
        found.add(content);
      }
      members.values().forEach(member -> findContents(member, found));
    }
  }

  private Map<?, ?> schema(String name) {
    Map<?, ?> schemas = (Map<?, ?>) ((Map<?, ?>) document.get("components")).get("schemas");
    return (Map<?, ?>) schemas.get(name);
  }

  private Map<?, ?> responses() {
    Map<Object, Object> all =
        new HashMap<>((Map<?, ?>) ((Map<?, ?>) document.get("components")).get("responses"));
    all.put("MethodNotAllowed", document.get("x-method-not-allowed"));
    return all;
  }

  private Set<String> codes(String extension) {
    return responses().values().stream()
        .map(response -> ((Map<?, ?>) response).get(extension))
        .filter(Objects::nonNull)
        .flatMap(codes -> ((List<?>) codes).stream())
        .map(Object::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void guideNamesEveryErrorAndDetail() throws IOException {
    String guide = Files.readString(java.nio.file.Path.of("..", "docs", "api.md"));
    String errors = guide.substring(guide.indexOf("| status | code |"));
    String table = errors.substring(0, errors.indexOf("\n\n"));

    assertThat(
            Stream.concat(
                Arrays.stream(ErrorCode.values()).map(ErrorCode::text),
                Arrays.stream(FaultCode.values()).map(FaultCode::text)))
        .allSatisfy(code -> assertThat(table).contains("`" + code + "`"));
  }

  @Test
  void namesExactlyTheAuditedActions() {
    assertThat(schema("ActionName").get("enum"))
        .isEqualTo(Arrays.stream(AuditAction.values()).map(AuditAction::text).toList());
  }

  @Test
  void namesExactlyTheErrorsAndCausesOfAttempts() {
    assertThat(schema("AttemptError").get("enum"))
        .isEqualTo(Arrays.stream(AttemptError.values()).map(AttemptError::text).toList());
    assertThat(schema("AttemptCause").get("x-extensible-enum"))
        .isEqualTo(Arrays.stream(AttemptCause.values()).map(AttemptCause::text).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a b", " a", "\u00e9", "", " ", "  ", "(a", "  (a", "a(", "a\n", "\u0085"})
  void allowsExactlyTheIdsOfClients(String id) {
    assertThat(id.matches((String) schema("ClientId").get("pattern")))
        .isEqualTo(ClientId.parse(id).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT0S", "P7D", "P1DT12H", "PT1.5S", "PT90M", "P1M", "P1Y", "P1W", "1D", "P1H"})
  void allowsDurationsOfDaysAndShorterUnits(String duration) {
    Map<?, ?> properties = (Map<?, ?>) schema("RotateSecret").get("properties");
    Map<?, ?> property = (Map<?, ?>) properties.get("previousSecretValidFor");

    assertThat(duration.matches((String) property.get("pattern"))).isEqualTo(isRead(duration));
  }

  private static boolean isRead(String duration) {
    try {
      Duration.parse(duration);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  @Test
  void containsVersionAndNoPlaceholder() {
    Map<?, ?> info = (Map<?, ?>) document.get("info");

    assertThat((String) info.get("version")).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(text).doesNotContain("${");
  }

  /** Returns the operations of the document by their names, such as {@code GET /webhooks/{}}. */
  private Map<String, Map<?, ?>> described() {
    Map<String, Map<?, ?>> operations = new TreeMap<>();
    ((Map<?, ?>) document.get("paths"))
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            operations.put(
                                method.toString().toUpperCase(Locale.ROOT)
                                    + " "
                                    + unnamed(path.toString()),
                                (Map<?, ?>) operation);
                          }
                        }));
    return operations;
  }

  private static Map<String, Method> existing() {
    return new ApiApplication()
        .getClasses().stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> Stream.of(type.getMethods()))
            .flatMap(
                method ->
                    Stream.of(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                        .map(type -> type.getAnnotation(HttpMethod.class).value())
                        .map(name -> Map.entry(name + " " + path(method), method)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String path(Method method) {
    Path own = method.getAnnotation(Path.class);
    String whole = method.getDeclaringClass().getAnnotation(Path.class).value();
    return unnamed("/" + whole + (own == null ? "" : "/" + own.value()));
  }

  /** Removes the names of path parameters, which differ between document and resources. */
  private static String unnamed(String path) {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  private static String read() {
    try (InputStream source = ApiApplication.class.getResourceAsStream("openapi/openapi.yaml")) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
