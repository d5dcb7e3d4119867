package webhooks.api.event;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.event.CloudEventAttributes;

/** Reads the attributes of a CloudEvent in binary mode from headers (HTTP binding 1.0.2, 3.1.3). */
final class CloudEventHeaders {
  private static final String PREFIX = "ce-";
  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_PRINTABLE = '~';

  private CloudEventHeaders() {}

  /** Returns the attributes, without the prefix of their headers, and their faults. */
  static CloudEventAttributes attributes(HttpHeaders headers) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Fault> faults = new ArrayList<>();
    headers.getRequestHeaders().entrySet().stream()
        .filter(header -> header.getKey().regionMatches(true, 0, PREFIX, 0, PREFIX.length()))
        .forEach(
            header -> {
              String name = header.getKey().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
              Optional<String> value = value(name, header.getValue(), faults);
              value.ifPresent(text -> values.put(name, text));
            });
    return new CloudEventAttributes(values, faults);
  }

  private static Optional<String> value(String name, List<String> given, List<Fault> faults) {
    if (name.equals(CloudEventAttributes.CONTENT_TYPE)) {
      faults.add(
          Fault.of(
              FaultCode.INVALID_PROPERTY,
              name,
              "'" + name + "' is the header Content-Type in binary mode."));
      return Optional.empty();
    }
    Optional<String> value =
        given.size() == 1
            ? unquoted(given.get(0)).flatMap(CloudEventHeaders::decoded)
            : Optional.empty();
    if (value.isEmpty()) {
      faults.add(
          Fault.of(
              FaultCode.INVALID_VALUE,
              name,
              "The header '"
                  + PREFIX
                  + name
                  + "' must occur once, in ASCII, with"
                  + " percent-encoded UTF-8 for other characters."));
    }
    return value;
  }

  /** Returns the value without the quotation marks that older senders write (RFC 7230, 3.2.6). */
  private static Optional<String> unquoted(String value) {
    if (!value.startsWith("\"")) {
      return Optional.of(value);
    }
    StringBuilder text = new StringBuilder();
    int i = 1;
    while (i < value.length() - 1 && value.charAt(i) != '"') {
      if (value.charAt(i) == '\\') {
        i++;
      }
      text.append(value.charAt(i));
      i++;
    }
    boolean ends = i == value.length() - 1 && value.charAt(i) == '"';
    return ends ? Optional.of(text.toString()) : Optional.empty();
  }

  /** Returns the value without its percent-encoding; empty if that is invalid. */
  private static Optional<String> decoded(String value) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream(value.length());
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE) {
        return Optional.empty();
      }
      if (c == '%') {
        if (i + 2 >= value.length() || !isHex(value.charAt(i + 1)) || !isHex(value.charAt(i + 2))) {
          return Optional.empty();
        }
        utf8.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
        i += 3;
      } else {
        utf8.write(c);
        i++;
      }
    }
    return text(utf8.toByteArray());
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  private static Optional<String> text(byte[] utf8) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(utf8);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
