package webhooks.it.harness.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A request as bytes, valid or invalid. Each character of the head is one byte.
 *
 * @param line the request line, without its end
 * @param headers the header lines, without their ends
 * @param body the bytes after the head
 * @param breaches its violations of HTTP, which the server itself may answer
 */
public record RawRequest(
    String line, List<String> headers, byte[] body, Set<HttpViolation> breaches) {
  private static final int SHOWN = 2000;

  /** Returns a valid request with the length of its body. */
  public static RawRequest of(String method, String target, List<String> headers, byte[] body) {
    return new RawRequest(
        method + " " + target + " HTTP/1.1", headers, body, EnumSet.noneOf(HttpViolation.class));
  }

  public String method() {
    return line.substring(0, Math.max(0, line.indexOf(' ')));
  }

  public String target() {
    int begin = line.indexOf(' ') + 1;
    return line.substring(begin, Math.max(begin, line.lastIndexOf(' ')));
  }

  public RawRequest line(String changed) {
    return new RawRequest(changed, headers, body, breaches);
  }

  /** Returns the request with another target, unless its line is already invalid. */
  public RawRequest target(UnaryOperator<String> change) {
    if (line.indexOf(' ') == line.lastIndexOf(' ')) {
      return this;
    }
    return line(method() + " " + change.apply(target()) + line.substring(line.lastIndexOf(' ')));
  }

  public RawRequest with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new RawRequest(line, more, body, breaches);
  }

  /** Returns the request without the headers of this name. */
  public RawRequest without(String name) {
    List<String> fewer = new ArrayList<>(headers);
    fewer.removeIf(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return new RawRequest(line, fewer, body, breaches);
  }

  /** Returns the request with another body as it is sent. */
  public RawRequest body(byte[] changed) {
    return new RawRequest(line, headers, changed, breaches);
  }

  public RawRequest breaking(HttpViolation breach) {
    Set<HttpViolation> more = EnumSet.of(breach);
    more.addAll(breaches);
    return new RawRequest(line, headers, body, more);
  }

  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head().getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private String head() {
    return headers.stream().collect(Collectors.joining("\r\n", line + "\r\n", "\r\n\r\n"));
  }

  /** Returns the request as a Java string literal, shortened in the middle if it is long. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(breaches + " \"");
    byte[] bytes = bytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes.length > 2 * SHOWN && i == SHOWN) {
        text.append("\" + … " + (bytes.length - 2 * SHOWN) + " bytes … + \"");
        i = bytes.length - SHOWN;
      }
      text.append(escaped(bytes[i] & 0xff));
    }
    return text.append('"').toString();
  }

  private static String escaped(int b) {
    return switch (b) {
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> b >= 0x20 && b < 0x7f ? "" + (char) b : String.format("\\%03o", b);
    };
  }
}
