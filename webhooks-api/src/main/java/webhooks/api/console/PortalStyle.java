package webhooks.api.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The style sheet with the operator's colours, because the policy allows no style in the page. */
final class PortalStyle {
  /** The name of the file, beside the page. */
  static final String NAME = "portal.css";

  private static final String DARK = "dark-";

  private PortalStyle() {}

  /**
   * Makes the style sheet.
   *
   * @param colors the values of colours by their names, as the settings have checked them
   */
  static ConsoleFile of(Map<String, String> colors) {
    StringBuilder light = new StringBuilder();
    StringBuilder dark = new StringBuilder();
    new TreeMap<>(colors)
        .forEach(
            (name, value) -> {
              if (name.startsWith(DARK)) {
                dark.append("--%s: %s; ".formatted(name.substring(DARK.length()), value));
              } else {
                light.append("--%s: %s; ".formatted(name, value));
              }
            });
    String style =
        "@media (prefers-color-scheme: light) { :root { %s} }%n@media (prefers-color-scheme: dark) { :root { %s} }%n"
            .formatted(light, dark);
    return ConsoleFile.of(NAME, style.getBytes(StandardCharsets.UTF_8));
  }
}
