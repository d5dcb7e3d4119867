package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "", "*", "/webhooks/a%2Fb%c3%BC", "//webhooks;a=b", "/a..b/.c/...", "/ü"})
  void acceptsPaths(String path) {
    assertThat(RequestHead.isPath(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%zz",
        "/webhooks/%",
        "/%2",
        "/%2g/a",
        "/%%20",
        "/a/../..",
        "/./a",
        "/a/%2e%2E/b",
        "/..;x/a"
      })
  void refusesBrokenEscapes(String path) {
    assertThat(RequestHead.isPath(path)).isFalse();
  }

  @Test
  void findsParametersOfPaths() {
    assertThat(RequestHead.hasParameters("/metrics;jsessionid=1")).isTrue();
    assertThat(RequestHead.hasParameters("/permissions/a%3Bb")).isFalse();
  }

  @Test
  void judgesLongPathsWithoutRecursion() {
    assertThat(RequestHead.isPath("/" + "a%20".repeat(100_000))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.example.com:8080",
        "127.0.0.1:80",
        "[::1]:8080",
        "[::ffff:1.2.3.4]",
        "a_b:"
      })
  void acceptsHosts(String host) {
    assertThat(RequestHead.areHosts(List.of(host))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "[::1", "a:b", "a:1:2", "user@a", "a/b", "localhost X: a", ":80"})
  void refusesInvalidHosts(String host) {
    assertThat(RequestHead.areHosts(List.of(host))).isFalse();
  }

  @Test
  void acceptsAtMostOneHost() {
    assertThat(RequestHead.areHosts(List.of())).isTrue();
    assertThat(RequestHead.areHosts(List.of("a", "a"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer a.b.c", "bearer    a.b.c ", "  Bearer a.b.c", "a.b.c"})
  void spacesMakeNoOtherToken(String authorization) {
    assertThat(RequestHead.token(authorization)).isEqualTo("a.b.c");
  }

  @Test
  void noHeaderHasNoToken() {
    assertThat(RequestHead.token(null)).isEmpty();
    assertThat(RequestHead.token(" ")).isEmpty();
  }
}
