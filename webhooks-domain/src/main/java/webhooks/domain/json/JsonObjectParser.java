package webhooks.domain.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;

/**
 * Parses a request body that must be one JSON object.
 *
 * <p>Members become strings, booleans, {@code BigDecimal}s, lists, maps or {@code null}, in the
 * order of the body.
 */
public final class JsonObjectParser {
  /** More than any body of the contract needs. Parsing is recursive and needs a bound. */
  private static final int MAX_DEPTH = 32;

  /** More than any number of the contract needs. The bound keeps the cost of parsing low. */
  private static final int MAX_NUMBER_LENGTH = 1100;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // The parser's table of names throws if a caller sends many names with the same hash.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  // The limit of the whole body is enough.
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonObjectParser() {}

  /** Thrown for a body that is not one JSON object, or exceeds a bound. */
  public static final class InvalidBody extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    private InvalidBody(FaultCode code, String message) {
      super(message);
      fault = Fault.ofBody(code, message);
    }

    private InvalidBody(String message) {
      this(FaultCode.INVALID_REQUEST_BODY, message);
    }

    /** Returns the fault of the body. It has no target. */
    public Fault fault() {
      return fault;
    }
  }

  /**
   * Returns the members of the object.
   *
   * <p>The parser's own messages are dropped: they quote the body, which can hold a secret.
   *
   * @throws InvalidBody if the body is empty, not UTF-8, not JSON, not a single object, names a
   *     property twice, or exceeds a bound
   */
  public static Map<String, Object> parse(byte[] body) throws InvalidBody {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (isBlank(text)) {
        throw new InvalidBody(FaultCode.MISSING_REQUEST_BODY, "The request must have a JSON body.");
      }
      return parse(text);
    } catch (CharacterCodingException e) {
      throw new InvalidBody("The request body is not valid UTF-8.");
    } catch (StreamConstraintsException e) {
      throw new InvalidBody("The request body is nested too deeply, or has too long a number.");
    } catch (IOException | NumberFormatException e) {
      throw new InvalidBody(
          "The request body is not valid JSON, names a property twice, or has a number that is out"
              + " of range.");
    }
  }

  private static Map<String, Object> parse(String text) throws IOException, InvalidBody {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        Map<String, Object> object = readObject(parser);
        int end = (int) parser.currentLocation().getCharOffset();
        if (isBlank(text.substring(end))) {
          return object;
        }
      }
      throw new InvalidBody("The request body must be one JSON object and nothing else.");
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, readValue(parser));
    }
    return members;
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(readValue(parser));
    }
    return elements;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getDecimalValue();
    };
  }

  /** Returns whether the text is JSON white space, which is fewer characters than Java's. */
  private static boolean isBlank(String text) {
    return text.matches("[ \\t\\r\\n]*+");
  }
}
