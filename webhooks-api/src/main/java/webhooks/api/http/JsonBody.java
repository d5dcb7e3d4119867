package webhooks.api.http;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonConfig.KeyStrategy;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

/**
 * A JSON object that a request brought, and what is wrong with it.
 *
 * <p>Bad input never throws: it becomes a fault, and the property counts as not given, so that the
 * rules add what they find and the caller learns of everything at once. A property that is {@code
 * null} counts as not given whatever its name.
 */
public final class JsonBody {
  /** No body of the contract goes deeper than two; the reader recurses, so it needs a bound. */
  private static final int DEEPEST = 32;

  private static final byte[] NOTHING_GIVEN = {'{', '}'};

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, KeyStrategy.NONE));

  private final Faults faults = new Faults();
  private final Set<String> known = new HashSet<>();
  private final JsonObject object;

  /**
   * Reads a body.
   *
   * @param body the bytes as they came, possibly none
   */
  public JsonBody(byte[] body) {
    object = parse(body);
  }

  /** Reads a body that may be left out, where it counts as an empty object. */
  public static JsonBody orNothingGiven(byte[] body) {
    return new JsonBody(body.length == 0 ? NOTHING_GIVEN : body);
  }

  private JsonObject parse(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return isBlank(text)
          ? refuse(FaultCode.MISSING_REQUEST_BODY, "The request must have a JSON body.")
          : parse(text);
    } catch (CharacterCodingException e) {
      return refuse(FaultCode.INVALID_REQUEST_BODY, "The request body is not valid UTF-8.");
    } catch (RuntimeException e) {
      // Not only JsonException: readers throw others on numbers beyond what they can hold.
      return refuse(
          FaultCode.INVALID_REQUEST_BODY,
          "The request body is not valid JSON, names a property twice, or has too long a number.");
    }
  }

  private JsonObject parse(String text) {
    int end = endOfFirst(text);
    if (end < 0) {
      return refuse(FaultCode.INVALID_REQUEST_BODY, "The request body is nested too deeply.");
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      JsonValue value = reader.readValue();
      // The reader takes the first value and never looks at what follows it.
      return value.getValueType() == ValueType.OBJECT && isBlank(text.substring(end))
          ? value.asJsonObject()
          : refuse(
              FaultCode.INVALID_REQUEST_BODY,
              "The request body must be one JSON object and nothing else.");
    }
  }

  /** JSON's white space is four characters; Java knows more. */
  private static boolean isBlank(String text) {
    return text.matches("[ \\t\\r\\n]*+");
  }

  private JsonObject refuse(FaultCode code, String message) {
    faults.add(Fault.ofBody(code, message));
    return JsonValue.EMPTY_JSON_OBJECT;
  }

  /**
   * Returns where the first object or array ends, or -1 if it goes too deep.
   *
   * <p>Right for JSON and harmless for anything else, which the reader refuses afterwards.
   */
  private static int endOfFirst(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        inString = !inString;
      } else if (inString) {
        i += c == '\\' ? 1 : 0;
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > DEEPEST) {
          return -1;
        }
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return text.length();
  }

  /** Returns a property that must be a string. */
  public Optional<String> text(String name) {
    return value(name).flatMap(value -> string(value).or(() -> wrongType(name, "a string")));
  }

  /** Returns a property that must be true or false. */
  public Optional<Boolean> flag(String name) {
    return value(name)
        .flatMap(
            value ->
                switch (value.getValueType()) {
                  case TRUE -> Optional.of(true);
                  case FALSE -> Optional.of(false);
                  default -> wrongType(name, "true or false");
                });
  }

  /** Returns a property that must be an array of strings. */
  public Optional<List<String>> texts(String name) {
    return value(name)
        .flatMap(
            value -> {
              if (value instanceof JsonArray array
                  && array.stream().allMatch(JsonString.class::isInstance)) {
                return Optional.of(
                    array.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList());
              }
              return wrongType(name, "an array of strings");
            });
  }

  /** Returns all faults, once every property that the request may have was asked for. */
  public Faults faults() {
    object.forEach(
        (name, value) -> {
          if (known.add(name) && isGiven(value)) {
            faults.add(
                Fault.of(
                    FaultCode.INVALID_PROPERTY,
                    name,
                    "Property '" + name + "' is unknown or cannot be set."));
          }
        });
    return faults;
  }

  private Optional<JsonValue> value(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(JsonBody::isGiven);
  }

  private static boolean isGiven(JsonValue value) {
    return value.getValueType() != ValueType.NULL;
  }

  private static Optional<String> string(JsonValue value) {
    return value instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
  }

  private <T> Optional<T> wrongType(String name, String type) {
    faults.add(
        Fault.of(
            FaultCode.INVALID_REQUEST_BODY, name, "Property '" + name + "' must be " + type + "."));
    return Optional.empty();
  }
}
