package webhooks.it.harness.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sends requests that {@code java.net.http} refuses to send, each on its own connection. */
public final class RawHttp {
  private static final int MAX_LINE_LENGTH = 64 * 1024;

  private final int port;
  private final Duration timeout;

  /**
   * Creates a client of a server on this machine.
   *
   * @param timeout how long to wait for the next byte of an answer
   */
  public RawHttp(int port, Duration timeout) {
    this.port = port;
    this.timeout = timeout;
  }

  /**
   * Sends a request and closes the sending side of the connection.
   *
   * @return the answer; empty if the server closed the connection without one
   * @throws IOException if the answer is invalid HTTP or does not come in time
   */
  public Optional<Answer> send(RawRequest request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) timeout.toMillis());
      boolean sent = write(socket, request);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      try {
        return answer(request, in);
      } catch (SocketException e) {
        if (sent) {
          throw e;
        }
        // The server refused it before its end, and the answer is lost with the
        // rest.
        return Optional.empty();
      }
    }
  }

  private static boolean write(Socket socket, RawRequest request) throws IOException {
    try {
      socket.getOutputStream().write(request.bytes());
      if (request.breaches().contains(HttpViolation.CUT)) {
        socket.shutdownOutput();
      }
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  static Optional<Answer> answer(RawRequest request, InputStream in) throws IOException {
    while (true) {
      String line = line(in);
      if (line == null) {
        return Optional.empty();
      }
      String[] parts = line.split(" ", 3);
      if (!parts[0].startsWith("HTTP/1.") || parts.length < 2) {
        throw new IOException("No status line: " + line);
      }
      int status = Integer.parseInt(parts[1]);
      HttpHeaders headers = headers(in);
      if (status >= 200) {
        byte[] body = hasBody(request, status) ? body(headers, in) : new byte[0];
        return Optional.of(new Answer(request.line(), status, headers, new String(body, UTF_8)));
      }
    }
  }

  private static boolean hasBody(RawRequest request, int status) {
    // After an answer to CONNECT follows a tunnel, not a body.
    return !Set.of("HEAD", "CONNECT").contains(request.method()) && status != 204 && status != 304;
  }

  private static byte[] body(HttpHeaders headers, InputStream in) throws IOException {
    if (headers.firstValue("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    Optional<String> length = headers.firstValue("Content-Length");
    return length.isPresent() ? bytes(in, Integer.parseInt(length.get())) : in.readAllBytes();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(needed(line(in)).replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        headers(in);
        return body.toByteArray();
      }
      body.writeBytes(bytes(in, size));
      needed(line(in));
    }
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("The answer ends after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private static HttpHeaders headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = needed(line(in)); !line.isEmpty(); line = needed(line(in))) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("No header: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  private static String needed(String line) throws IOException {
    if (line == null) {
      throw new EOFException("The answer ends within its head");
    }
    return line;
  }

  /** Returns the next line without its end, or null at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(b);
      if (line.size() > MAX_LINE_LENGTH) {
        throw new IOException("A line without end");
      }
    }
    return line.size() == 0 ? null : line.toString(ISO_8859_1);
  }
}
