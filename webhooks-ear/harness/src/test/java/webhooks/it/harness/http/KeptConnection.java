package webhooks.it.harness.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection that sends one request after the other. */
public record KeptConnection(Socket socket) implements AutoCloseable {
  static final int PATIENCE_MILLIS = 10_000;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*", Pattern.DOTALL);

  /** Sends a HEAD request, whose answer has no body, and returns the status. */
  public int head(String path) throws IOException {
    return status(answerToHead(path));
  }

  /** Returns the status of an answer. */
  public static int status(String answer) throws IOException {
    Matcher status = STATUS.matcher(answer);
    if (!status.matches()) {
      throw new IOException("Unexpected answer: " + answer);
    }
    return Integer.parseInt(status.group(1));
  }

  /** Sends a HEAD request and returns the status line and the header fields of the answer. */
  public String answerToHead(String path) throws IOException {
    String request = "HEAD %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return answer();
  }

  private String answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException("The server closed the connection after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
