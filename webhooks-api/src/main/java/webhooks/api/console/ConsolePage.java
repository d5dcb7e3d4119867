package webhooks.api.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.settings.ConsoleSettings;
import webhooks.domain.settings.PortalSettings;
import webhooks.domain.settings.Settings;

/**
 * The page of the console, with the settings that its script reads. The portal has a page of its
 * own, because other pages may show it in a frame, and nobody logs in there.
 *
 * @param file the page as it is sent
 * @param policy the content security policy
 * @param framed whether the policy names origins that may show the page in a frame
 */
record ConsolePage(ConsoleFile file, String policy, boolean framed) {
  /**
   * Forbids inline scripts and styles, files of other servers, and HTML made from text. The script
   * may call only the API and the issuer, whose origin is inserted. The portal may show its logo
   * too, and be in frames of the pages that the operator names.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'%s;"
          + " connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors %s;"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String NOBODY = "'none'";

  private static final Pattern PLACEHOLDER = Pattern.compile("@[a-z-]+@");

  /**
   * Makes the page of the console.
   *
   * @param settings name the issuer at which people log in, unless the product trusts no issuer
   */
  static ConsolePage of(
      ConsoleFiles files, ConsoleSettings console, Settings settings, String version) {
    Optional<String> issuer = settings.token().issuer();
    Map<String, String> values =
        Map.of(
            "@issuer@", issuer.orElse(""),
            "@client@", console.clientId(),
            "@scope@", console.scope(),
            "@audience@", console.audience().orElse(""));
    String origin = issuer.flatMap(ConsolePage::origin).map(text -> " " + text).orElse("");
    return new ConsolePage(
        page(filled(files, settings, version), values),
        POLICY.formatted("", origin, NOBODY),
        false);
  }

  /** Makes the page of the portal. It knows no issuer, so no login can run in a frame. */
  static ConsolePage ofPortal(
      ConsoleFiles files, PortalSettings portal, Settings settings, String version) {
    Map<String, String> values =
        Map.of(
            "@portal@",
            "yes",
            "@portal-language@",
            portal.language().equals("auto") ? "" : portal.language(),
            "@portal-name@",
            portal.name().orElse(""),
            "@portal-logo@",
            portal.logo().orElse(""));
    String page = filled(files, settings, version);
    if (!portal.colors().isEmpty()) {
      page =
          page.replace(
              "</head>", "<link rel=\"stylesheet\" href=\"" + PortalStyle.NAME + "\">\n</head>");
    }
    boolean framed = !portal.frameAncestors().isEmpty();
    return new ConsolePage(
        page(page, values),
        POLICY.formatted(
            portal.logo().map(url -> " " + url).orElse(""),
            "",
            framed ? String.join(" ", portal.frameAncestors()) : NOBODY),
        framed);
  }

  /** Returns the page with the settings that both pages have. */
  private static String filled(ConsoleFiles files, Settings settings, String version) {
    return new String(files.page(), StandardCharsets.UTF_8)
        .replace("@assets@", files.assets())
        .replace("@verification@", settings.verification().text())
        .replace("@version@", escape(version));
  }

  /** Fills in values. A placeholder without a value becomes empty. */
  private static ConsoleFile page(String page, Map<String, String> values) {
    String filled =
        PLACEHOLDER
            .matcher(page)
            .replaceAll(
                found -> Matcher.quoteReplacement(escape(values.getOrDefault(found.group(), ""))));
    return ConsoleFile.of("index.html", filled.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the scheme, host and port of a URL; empty if it has no host. No host name has a
   * character that ends a directive of the policy.
   */
  private static Optional<String> origin(String issuer) {
    try {
      URI url = URI.create(issuer);
      return url.getHost() == null
          ? Optional.empty()
          : Optional.of(
              url.getScheme()
                  + "://"
                  + url.getHost()
                  + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
