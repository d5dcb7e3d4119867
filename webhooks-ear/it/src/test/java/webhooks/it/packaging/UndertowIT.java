package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnWildFly;

/** Runs WildFly with a newer Undertow, in the way of docs/wildfly.md. */
@OnWildFly
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UndertowIT {
  private static final int PATIENCE_MILLIS = 8_000;
  private static final String CORE = "io/undertow/core/main";

  private final TestEnvironment environment = TestEnvironment.named("undertow");

  @BeforeAll
  void start() throws IOException {
    Path modules = Places.given("webhooks.it.wildfly").resolve("modules");
    Path newer = Places.freshDirectory("undertow-modules");
    Path core = Files.createDirectories(newer.resolve(CORE));
    Files.copy(
        Places.given("webhooks.it.undertow").resolve("undertow-core.jar"),
        core.resolve("undertow-core.jar"));
    String module =
        Places.textOf(modules.resolve("system/layers/base").resolve(CORE + "/module.xml"));
    Files.writeString(
        core.resolve("module.xml"),
        module.replaceFirst("undertow-core-[^\"]*\\.jar", "undertow-core.jar"));
    environment.product().with("JBOSS_MODULEPATH", newer + ":" + modules);
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  /** CVE-2026-28367, CVE-2026-28368, CVE-2026-28369: another request hides behind such a head. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost\r\r\r",
        "Host: localhost\r\nContent-Length\r: 0\r\n\r\n",
        " Host: localhost\r\n\r\n"
      })
  void refusesHeadsThatProxiesReadDifferently(String headers) throws IOException {
    assertThat(answers("GET /webhooks HTTP/1.1\r\n" + headers)).startsWith("HTTP/1.1 400 ");
  }

  /** The product itself answers. */
  @Test
  void passesOtherHeads() throws IOException {
    assertThat(answers("GET /webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ")
        .contains("{\"error\":{");
  }

  private String answers(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
