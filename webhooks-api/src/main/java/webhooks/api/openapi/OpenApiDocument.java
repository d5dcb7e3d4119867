package webhooks.api.openapi;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import webhooks.api.http.response.EntityTag;

/**
 * The OpenAPI document in one format. It is created once and does not change while the product
 * runs.
 *
 * @param etag the tag of the bytes
 */
record OpenApiDocument(OpenApiFormat format, byte[] bytes, EntityTag etag) {
  private static final Map<OpenApiFormat, OpenApiDocument> ALL = new EnumMap<>(OpenApiFormat.class);

  static {
    String yaml = read();
    ALL.put(OpenApiFormat.YAML, of(OpenApiFormat.YAML, yaml));
    ALL.put(OpenApiFormat.JSON, of(OpenApiFormat.JSON, json(yaml)));
  }

  static OpenApiDocument in(OpenApiFormat format) {
    return ALL.get(format);
  }

  private static String read() {
    try (InputStream source = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(String yaml) {
    @SuppressWarnings("unchecked") // An OpenAPI document is an object.
    Map<String, Object> document =
        (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return Json.createObjectBuilder(document).build().toString();
  }

  private static OpenApiDocument of(OpenApiFormat format, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new OpenApiDocument(format, bytes, EntityTag.of(bytes));
  }
}
