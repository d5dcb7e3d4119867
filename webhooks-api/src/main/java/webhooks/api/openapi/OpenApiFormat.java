package webhooks.api.openapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A format of the OpenAPI document. */
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
   * Returns the format that a request asks for, the first one if {@code Accept} names both. Returns
   * YAML if the request names neither, for example if a browser sent it.
   *
   * @param accept the header {@code Accept}; null if there is none
   * @param format the query parameter; null if there is none. It takes precedence over the header
   *     unless it names neither format
   */
  static OpenApiFormat requested(String accept, String format) {
    return Optional.ofNullable(format)
        .flatMap(OpenApiFormat::named)
        .orElseGet(() -> Optional.ofNullable(accept).map(OpenApiFormat::accepted).orElse(YAML));
  }

  private static Optional<OpenApiFormat> named(String name) {
    return Arrays.stream(values()).filter(value -> value.name().equalsIgnoreCase(name)).findFirst();
  }

  private static OpenApiFormat accepted(String accept) {
    String types = accept.toLowerCase(Locale.ROOT);
    int json = types.indexOf(JSON.mediaType);
    int yaml = types.indexOf("yaml");
    return json >= 0 && (yaml < 0 || json < yaml) ? JSON : YAML;
  }
}
