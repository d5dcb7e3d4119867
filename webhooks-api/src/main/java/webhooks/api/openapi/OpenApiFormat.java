package webhooks.api.openapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the description can be written in. */
enum OpenApiFormat {
  YAML("application/yaml"),
  JSON("application/json");

  private final String mediaType;

  OpenApiFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /**
   * Returns the form that a request asks for; YAML to those who ask for what there is not, as who
   * reads it with a browser does.
   *
   * @param accept the header, null if there is none
   * @param format the parameter, which comes first, null if there is none
   */
  static OpenApiFormat asked(String accept, String format) {
    return Optional.ofNullable(format)
        .flatMap(OpenApiFormat::named)
        .orElseGet(() -> Optional.ofNullable(accept).map(OpenApiFormat::accepted).orElse(YAML));
  }

  private static Optional<OpenApiFormat> named(String name) {
    return Arrays.stream(values()).filter(form -> form.name().equalsIgnoreCase(name)).findFirst();
  }

  private static OpenApiFormat accepted(String accept) {
    String types = accept.toLowerCase(Locale.ROOT);
    return types.contains(JSON.mediaType) && !types.contains("yaml") ? JSON : YAML;
  }
}
