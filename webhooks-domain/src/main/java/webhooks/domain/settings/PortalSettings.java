package webhooks.domain.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The settings of the portal. Without {@code webhooks.portal.enabled} or origins that may frame it
 * the product has no portal.
 *
 * @param frameAncestors {@code webhooks.portal.frame-ancestors}: the origins whose pages may show
 *     the portal in a frame; none by default
 * @param clients {@code webhooks.portal.clients}: the only applications that may create sessions
 *     for their own account; if there are none, all may
 * @param name {@code webhooks.portal.name}: the name that the portal shows instead of the product's
 * @param logo {@code webhooks.portal.logo}: the https URL of an image
 * @param colors {@code webhooks.portal.colors}: values by names of colours of the console, such as
 *     {@code accent=#0a7d5a}; a name that begins with {@code dark-} is of the dark appearance
 * @param language {@code webhooks.portal.language}: {@code en}, {@code de}, or {@code auto} for the
 *     browser's (default)
 */
public record PortalSettings(
    List<String> frameAncestors,
    Set<String> clients,
    Optional<String> name,
    Optional<String> logo,
    Map<String, String> colors,
    String language) {
  static final String ANCESTORS_KEY = "webhooks.portal.frame-ancestors";
  private static final String ENABLED_KEY = "webhooks.portal.enabled";
  private static final String NAME_KEY = "webhooks.portal.name";
  private static final String LOGO_KEY = "webhooks.portal.logo";
  private static final String COLORS_KEY = "webhooks.portal.colors";

  /** The colours that may be replaced, as the console's style sheet names them. */
  private static final Set<String> COLORS =
      Set.of(
          "page",
          "surface",
          "sunken",
          "text",
          "muted",
          "line",
          "strong-line",
          "accent",
          "on-accent",
          "accent-soft");

  private static final Pattern COLOR = Pattern.compile("(dark-)?([a-z-]+)=(#[0-9a-fA-F]{6})");

  /**
   * An origin, whose host may begin with a wildcard before a domain of at least two parts: one such
   * as {@code *.com} has strangers. No character of it ends a directive.
   */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "https://(\\*\\.(?=[^.]+\\.[^.]))?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?"
              + "|http://(localhost|127\\.0\\.0\\.1)(:\\d{1,5})?");

  /** A URL without query and fragment. No character of it ends a directive of the policy. */
  private static final Pattern LOGO =
      Pattern.compile("https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?/[A-Za-z0-9._~/-]{1,500}");

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");

  /** Copies the collections. */
  public PortalSettings {
    frameAncestors = List.copyOf(frameAncestors);
    clients = Set.copyOf(clients);
  }

  /** Returns whether this service application may create sessions for its own account. */
  public boolean admits(String clientId) {
    return clients.isEmpty() || clients.contains(clientId);
  }

  /** Reads the settings. The result is empty if there is no portal. */
  static Optional<PortalSettings> read(SettingReader reader) {
    List<String> ancestors = reader.list(ANCESTORS_KEY, List.of());
    ancestors.forEach(
        origin ->
            check(
                ANCESTORS_KEY,
                ORIGIN.matcher(origin).matches(),
                "must be origins such as https://app.example.com (http for this machine only)"));
    Optional<String> name = reader.text(NAME_KEY);
    check(
        NAME_KEY,
        name.filter(text -> !NAME.matcher(text).matches()).isEmpty(),
        "must have at most 64 characters, none of them a control character");
    Optional<String> logo = reader.text(LOGO_KEY);
    check(
        LOGO_KEY,
        logo.filter(text -> !LOGO.matcher(text).matches()).isEmpty(),
        "must be an https URL of letters, digits and . _ ~ / - without user, query and fragment");
    PortalSettings portal =
        new PortalSettings(
            ancestors,
            Set.copyOf(reader.list("webhooks.portal.clients", List.of())),
            name,
            logo,
            colors(reader.list(COLORS_KEY, List.of())),
            reader.oneOf("webhooks.portal.language", "auto", "en", "de"));
    String enabled =
        ancestors.isEmpty()
            ? reader.oneOf(ENABLED_KEY, "false", "true")
            : reader.oneOf(ENABLED_KEY, "true", "false");
    return enabled.equals("true") ? Optional.of(portal) : Optional.empty();
  }

  private static Map<String, String> colors(List<String> given) {
    Map<String, String> colors = new TreeMap<>();
    for (String each : given) {
      var color = COLOR.matcher(each);
      check(
          COLORS_KEY,
          color.matches() && COLORS.contains(color.group(2)),
          "must be pairs such as accent=#0a7d5a or dark-accent=#7fdcb2, with the names "
              + String.join(", ", COLORS.stream().sorted().toList()));
      colors.put(each.substring(0, each.indexOf('=')), color.group(3));
    }
    return Map.copyOf(colors);
  }

  private static void check(String key, boolean valid, String rule) {
    if (!valid) {
      throw new InvalidSetting(key, rule);
    }
  }
}
