package webhooks.bench.scenario.neighbours;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Requests of HTTP/1.1 as text, so that a client can send them as no library does. */
final class HttpText {
  /** The line of a request that is the last one of its connection. */
  static final String CLOSE = "Connection: close\r\n";

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final byte[] STATUS_LINE = "HTTP/1.1 ".getBytes(ISO_8859_1);

  private HttpText() {}

  /**
   * Returns a request.
   *
   * @param token a bearer token, or null
   * @param body a body of JSON, or null
   * @param headers further lines, each with its end
   */
  static String request(String method, String path, String token, String body, String headers) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%s\r\n%s"
        .formatted(
            method,
            path,
            token == null ? "" : "Authorization: Bearer " + token + "\r\n",
            body == null
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n",
            headers,
            body == null ? "" : body);
  }

  /**
   * Sends a request, which closes its connection, and returns whether the answer has this status.
   */
  static boolean isAnswered(int port, String request, int status) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.startsWith("HTTP/1.1 " + status + " ");
    }
  }

  /** Reads answers until so many have begun, or the connection ends. */
  static void readAnswers(InputStream in, int count) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int begun = 0;
    int matched = 0;
    while (begun < count) {
      int read = in.read(buffer);
      if (read < 0) {
        throw new IOException("Closed");
      }
      for (int i = 0; i < read; i++) {
        matched = buffer[i] == STATUS_LINE[matched] ? matched + 1 : buffer[i] == 'H' ? 1 : 0;
        if (matched == STATUS_LINE.length) {
          matched = 0;
          begun++;
        }
      }
    }
  }
}
