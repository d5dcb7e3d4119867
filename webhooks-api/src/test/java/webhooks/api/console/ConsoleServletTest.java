package webhooks.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServletTest extends ConsoleRequests {
  @Test
  void thereIsNoConsoleWithoutClient() throws Exception {
    get(servlet(), "/");

    assertThat(status).isEqualTo(404);
    assertThat(body.size()).isZero();
  }

  @Test
  void pageAllowsOnlyItsOwnFilesTheApiAndTheIssuer() throws Exception {
    get(servlet(CLIENT, "console", ISSUER, "https://login.example.com:8443/realms/acme"), "/");

    assertThat(headers.get("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("connect-src 'self' https://login.example.com:8443;")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
        .doesNotContain("unsafe");
    assertThat(headers)
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry("X-Content-Type-Options", "nosniff");
    assertThat(page()).contains("content=\"https://login.example.com:8443/realms/acme\"");
  }

  @Test
  void settingsStayText() throws Exception {
    get(servlet(CLIENT, "\"><script>alert(1)</script>", ISSUER, "x\"><b>"), "/");

    assertThat(page())
        .contains("content=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
        .contains("content=\"x&quot;&gt;&lt;b&gt;\"")
        .doesNotContain("@");
    assertThat(headers.get("Content-Security-Policy")).contains("connect-src 'self';");
  }

  /** A module that is missing here loads only after the one that imports it. */
  @Test
  void pageNamesAllModulesThatItsFirstOneNeeds() throws Exception {
    get(servlet(CLIENT, "console"), "/");

    Set<String> preloaded =
        Pattern.compile("rel=\"modulepreload\" href=\"assets/[^/]+/([^\"]+)\"")
            .matcher(page())
            .results()
            .map(link -> link.group(1))
            .collect(Collectors.toSet());
    assertThat(preloaded)
        .contains("html.js", "router.js", "screens/webhooks.js", "screens/confirm.js", "texts.js")
        .doesNotContain("app.js", "screens/operator.js", "texts/en.js", "texts/de.js");
  }

  @Test
  void filesAreKeptForGoodUnderAPathWithTheirHash() throws Exception {
    ConsoleServlet servlet = servlet(CLIENT, "console");
    get(servlet, "/");
    Matcher script = SCRIPT.matcher(page());
    assertThat(script.find()).isTrue();

    get(servlet, "/" + script.group(1) + "screens/webhooks.js");
    assertThat(status).isEqualTo(200);
    assertThat(headers)
        .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
        .containsEntry("Content-Type", "text/javascript; charset=utf-8");

    get(servlet, "/" + script.group(1) + "index.html");
    assertThat(status).isEqualTo(404);
    get(servlet, "/assets/another-version/app.js");
    assertThat(status).isEqualTo(404);
  }

  @Test
  void compressesForBrowsersThatAcceptIt() throws Exception {
    ConsoleServlet servlet = servlet(CLIENT, "console");
    get(servlet, "/");
    String page = page();
    accepted = "br, gzip";

    get(servlet, "/");

    assertThat(headers).containsEntry("Content-Encoding", "gzip");
    assertThat(headers).containsEntry("Content-Length", Integer.toString(body.size()));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(body.toByteArray())).readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/index.html", "/assets/", "/WEB-INF/web.xml", "/../web.xml", "/x"})
  void servesNothingElse(String path) throws Exception {
    get(servlet(CLIENT, "console"), path);

    assertThat(status).isEqualTo(404);
  }

  @Test
  void redirectsToThePageBesideItself() throws Exception {
    get(servlet(CLIENT, "console"), null);

    assertThat(status).isEqualTo(308);
    assertThat(headers).containsEntry("Location", "console/");
  }

  @Test
  void refusesOtherMethods() throws Exception {
    call(servlet(CLIENT, "console"), "POST", "/");

    assertThat(status).isEqualTo(405);
    assertThat(headers).containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void headHasNoBody() throws Exception {
    call(servlet(CLIENT, "console"), "HEAD", "/");

    assertThat(headers).containsKey("Content-Length");
    assertThat(body.size()).isZero();
  }

  @Test
  void pageAndScriptsLoadNothingFromElsewhere() throws IOException {
    try (Stream<Path> files = Files.walk(WEBAPP.resolve("WEB-INF/console"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("innerHTML", "eval(", "dangerously", "document.write")
            .doesNotContainPattern("(?:src|href|from|import|url)\\s*[=(]?\\s*[\"'`]?https?:");
      }
    }
  }
}
