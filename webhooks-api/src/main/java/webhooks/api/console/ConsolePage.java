package webhooks.api.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.settings.ConsoleSettings;
import webhooks.domain.settings.Settings;

/**
 * The one page of the console, with the settings that its script reads.
 *
 * @param file the page as it is sent
 * @param policy the content security policy
 */
record ConsolePage(ConsoleFile file, String policy) {
  /**
   * Forbids inline scripts and styles, files of other servers, and HTML made from text. The script
   * may call only the API and the issuer, whose origin is inserted.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /**
   * Makes the page.
   *
   * @param settings name the issuer at which people log in, unless the product trusts no issuer
   */
  static ConsolePage of(
      ConsoleFiles files, ConsoleSettings console, Settings settings, String version) {
    String page = new String(files.page(), StandardCharsets.UTF_8);
    Optional<String> issuer = settings.token().issuer();
    Map<String, String> values =
        Map.of(
            "@assets@", files.assets(),
            "@issuer@", issuer.orElse(""),
            "@client@", console.clientId(),
            "@scope@", console.scope(),
            "@audience@", console.audience().orElse(""),
            "@verification@", settings.verification().text(),
            "@version@", version);
    for (Map.Entry<String, String> value : values.entrySet()) {
      page = page.replace(value.getKey(), escape(value.getValue()));
    }
    String origin = issuer.flatMap(ConsolePage::origin).map(text -> " " + text).orElse("");
    return new ConsolePage(
        ConsoleFile.of("index.html", page.getBytes(StandardCharsets.UTF_8)),
        POLICY.formatted(origin));
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
