package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.api.security.RequiresScope;
import webhooks.api.token.TestIssuer;
import webhooks.api.token.TestToken;
import webhooks.domain.LoggedLines;
import webhooks.domain.access.TokenScope;

/** An API that lets only the clients and accounts in that its operator names. */
class AllowedCallersTest {
  @RegisterExtension
  private static final TestApi api = TestApi.withAllowedClient("service-1", "account-1", 5000);

  @RegisterExtension
  private static final TestApi limited = TestApi.withAllowedClient("service-1", "account-1", 3);

  private static String list(TestToken token) throws Exception {
    return list(api, token);
  }

  private static String list(TestApi api, TestToken token) throws Exception {
    TestApi.Answer answer = api.call("GET", "/webhooks").token(token).send();
    return answer.status() == 200 ? "200" : answer.summary();
  }

  @Test
  void refusesOtherClientsAndAccounts() throws Exception {
    assertThat(list(TestIssuer.token())).isEqualTo("200");
    assertThat(list(TestIssuer.token().with("client_id", "service-2")))
        .isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token().with("org", "account-2")))
        .isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token().with("org", null))).isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token("x").with("org", "account-2"))).isEqualTo("401 Unauthorized");
  }

  private static TestToken other() {
    return TestIssuer.token().with("client_id", "service-2");
  }

  /** Returns each operation that requires a scope, as method and path. */
  private static Stream<Arguments> operations() {
    return new ApiApplication()
        .getClasses().stream()
            .flatMap(resource -> Stream.of(resource.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(RequiresScope.class))
            .map(method -> Arguments.of(httpMethod(method), path(method)));
  }

  private static String httpMethod(Method operation) {
    return Stream.of(operation.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static String path(Method operation) {
    String path =
        Stream.of(operation.getDeclaringClass(), operation)
            .map(element -> element.getAnnotation(Path.class))
            .filter(Objects::nonNull)
            .map(Path::value)
            .collect(Collectors.joining("/"));
    return "/" + path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString()).replace("//", "/");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationRefusesOtherCallers(String method, String path) throws Exception {
    String scopes =
        Stream.of(TokenScope.values()).map(TokenScope::text).collect(Collectors.joining(" "));
    TestApi.Answer refused =
        api.call(method, path).token(other().with("scope", scopes)).json("{}").send();
    TestApi.Answer admitted =
        api.call(method, path).token(TestIssuer.token(scopes)).json("{}").send();

    assertThat(refused.summary()).isEqualTo("403 InsufficientPermissions");
    assertThat(admitted.status()).isNotEqualTo(403);
  }

  @Test
  void countsRequestsOfOtherCallers() throws Exception {
    try (LoggedLines log = LoggedLines.ofAllThreads("webhooks.access")) {
      for (int i = 0; i < 3; i++) {
        assertThat(list(limited, other())).isEqualTo("403 InsufficientPermissions");
      }

      assertThat(list(limited, other())).isEqualTo("429 RateLimitExceeded");
      assertThat(
              limited
                  .call("POST", "/webhooks")
                  .token(other())
                  .body(BodyPublishers.ofString("text"))
                  .sendOnNewConnection()
                  .summary())
          .isEqualTo("429 RateLimitExceeded");
      assertThat(list(limited, TestIssuer.token())).isEqualTo("200");
      assertThat(log.all())
          .anyMatch(line -> line.startsWith("refused status=403") && line.contains("=service-2 "))
          .anyMatch(line -> line.startsWith("refused status=429") && line.contains("=service-2 "));
    }
  }

  @Test
  void requestsToPublishDoNotCount() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(limited.call("POST", "/events").scope("events:publish").json("{}").send().status())
          .isEqualTo(202);
    }
  }

  @Test
  void refusesBodyBeforeOtherCallers() throws Exception {
    assertThat(
            api.call("POST", "/webhooks")
                .token(other())
                .body(BodyPublishers.ofString("text"))
                .send()
                .summary())
        .isEqualTo("415 UnsupportedMediaType");
    assertThat(
            api.call("POST", "/webhooks")
                .token(other())
                .body(BodyPublishers.ofByteArray(new byte[64 * 1024 + 1]))
                .sendOnNewConnection()
                .summary())
        .isEqualTo("413 RequestTooLarge");
  }

  @Test
  void refusesOtherCallersBeforeQueryAndBodyAreChecked() throws Exception {
    assertThat(api.call("POST", "/webhooks?x=1").token(other()).json("[").send().summary())
        .isEqualTo("403 InsufficientPermissions");
  }
}
