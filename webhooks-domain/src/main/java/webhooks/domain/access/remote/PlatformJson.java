package webhooks.domain.access.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the JSON of the iTwin Platform's responses.
 *
 * <p>A response is read to its end, so that an incomplete response or a duplicate property is
 * refused.
 */
final class PlatformJson {
  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private PlatformJson() {}

  /** Reads {@code {"permissions":["…"]}}. */
  static Set<String> permissions(byte[] json) throws PlatformUnavailable {
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      find("permissions", JsonToken.START_ARRAY, parser);
      Set<String> permissions = new HashSet<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        permissions.add(parser.getText());
      }
      require(parser.currentToken() == JsonToken.END_ARRAY);
      readToItsEnd(parser);
      return permissions;
    } catch (IOException e) {
      throw new PlatformUnavailable("a response that is not the expected JSON");
    }
  }

  /** Reads {@code {"iTwin":{"id":"…"}}}. */
  static String account(byte[] json) throws PlatformUnavailable {
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      find("iTwin", JsonToken.START_OBJECT, parser);
      find("id", JsonToken.VALUE_STRING, parser);
      String account = parser.getText();
      readToItsEnd(parser);
      return account;
    } catch (IOException e) {
      throw new PlatformUnavailable("a response that is not the expected JSON");
    }
  }

  /** Moves the parser to the value of this name in the current object. */
  private static void find(String name, JsonToken kind, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        require(parser.currentToken() == kind);
        return;
      }
      parser.skipChildren();
    }
    require(false);
  }

  private static void readToItsEnd(JsonParser parser) throws IOException {
    JsonToken token;
    do {
      token = parser.nextToken();
    } while (token != null);
  }

  private static void require(boolean asExpected) throws IOException {
    if (!asExpected) {
      throw new IOException("Unexpected JSON");
    }
  }
}
