package webhooks.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** The page of the portal, which other pages may show in a frame. */
class PortalPageTest extends ConsoleRequests {
  @Test
  void portalMayBeFramedByTheOriginsOfTheSettings() throws Exception {
    ConsoleServlet servlet =
        servlet(
            CLIENT,
            "console",
            ISSUER,
            "https://login.example.com",
            "webhooks.portal.frame-ancestors",
            "https://a.example.com,https://*.b.example.com",
            "webhooks.portal.logo",
            "https://cdn.example.com/logo.svg",
            "webhooks.portal.language",
            "de",
            "webhooks.portal.name",
            "\"><script>alert(1)</script>");

    get(servlet, "/portal");
    assertThat(headers.get("Content-Security-Policy"))
        .contains("frame-ancestors https://a.example.com https://*.b.example.com;")
        .contains("img-src 'self' https://cdn.example.com/logo.svg;", "connect-src 'self';")
        .contains("trusted-types 'none'")
        .doesNotContain("login.example.com", "unsafe");
    assertThat(headers)
        .doesNotContainKey("X-Frame-Options")
        .containsEntry("Referrer-Policy", "no-referrer");
    assertThat(page())
        .contains("name=\"portal\" content=\"yes\"", "name=\"language\" content=\"de\"")
        .contains("content=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
        .contains("name=\"issuer\" content=\"\"", "name=\"client\" content=\"\"")
        .doesNotContain("portal.css");

    get(servlet, "/");
    assertThat(headers)
        .containsEntry("X-Frame-Options", "DENY")
        .hasEntrySatisfying(
            "Content-Security-Policy",
            policy -> assertThat(policy).contains("img-src 'self';", "frame-ancestors 'none'"));
    assertThat(page()).contains("name=\"portal\" content=\"\"");
  }

  @Test
  void portalWithoutOriginsIsNotFramed() throws Exception {
    ConsoleServlet servlet =
        servlet(
            "webhooks.portal.enabled",
            "true",
            "webhooks.portal.colors",
            "accent=#0a7d5a,dark-accent=#7fdcb2");

    get(servlet, "/portal");
    assertThat(headers.get("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(headers).containsEntry("X-Frame-Options", "DENY");
    assertThat(page()).contains("href=\"portal.css\"");
    Matcher script = SCRIPT.matcher(page());
    assertThat(script.find()).isTrue();

    get(servlet, "/portal.css");
    assertThat(page())
        .contains("light) { :root { --accent: #0a7d5a; }", "dark) { :root { --accent: #7fdcb2; }");
    get(servlet, "/" + script.group(1) + "fragment.js");
    assertThat(status).isEqualTo(200);
    for (String path : new String[] {"/", null, "/portal/"}) {
      get(servlet, path);
      assertThat(status).as(path).isEqualTo(404);
    }
  }

  /** Redirects, files and errors too: nothing but the page of the portal may be in a frame. */
  @Test
  void otherAnswersAreNotFramed() throws Exception {
    ConsoleServlet servlet =
        servlet(CLIENT, "console", "webhooks.portal.frame-ancestors", "https://a.example.com");

    for (String path : new String[] {null, "/", "/portal.css", "/portal/", "/x"}) {
      get(servlet, path);
      assertThat(headers).as(path).containsEntry("X-Frame-Options", "DENY");
    }
    get(servlet, "/portal");
    assertThat(headers).doesNotContainKey("X-Frame-Options");
  }

  @Test
  void thereIsNoPortalWithoutItsSettings() throws Exception {
    for (String path : new String[] {"/portal", "/portal.css"}) {
      get(servlet(CLIENT, "console"), path);
      assertThat(status).as(path).isEqualTo(404);
    }
  }
}
