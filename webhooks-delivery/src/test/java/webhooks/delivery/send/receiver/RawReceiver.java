package webhooks.delivery.send.receiver;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTPS receiver that writes any bytes, also those that no HTTP server would write. */
public final class RawReceiver implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

  private final CompletableFuture<String> head = new CompletableFuture<>();
  private final Answer answer;
  private final LoopbackServer server;

  /** Answers a request that has been read. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Writes the answer.
     *
     * @param closing open until the receiver is closed
     */
    void write(OutputStream out, CountDownLatch closing) throws Exception;
  }

  /** Starts a receiver. */
  public RawReceiver(Answer answer) throws IOException {
    this.answer = answer;
    this.server =
        new LoopbackServer(
            Certificates.of(Certificates.HOST).getServerSocketFactory(), this::serve);
  }

  /** Returns a receiver that writes a text and then nothing more. */
  public static RawReceiver writing(String text) throws IOException {
    return new RawReceiver((out, closing) -> write(out, text));
  }

  /** Writes a text and flushes it. */
  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void serve(Socket connection, CountDownLatch closing) throws Exception {
    InputStream in = connection.getInputStream();
    head.complete(readRequest(in));
    answer.write(connection.getOutputStream(), closing);
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Reads a request and returns its request line and headers. */
  public static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The connection is closed");
      }
      read.write(next);
      text = read.toString(StandardCharsets.ISO_8859_1);
    }
    Matcher length = LENGTH.matcher(text);
    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return text;
  }

  /** Returns the URL of this receiver with a path and a query. */
  public String url(String pathAndQuery) {
    return Certificates.url(server.port(), pathAndQuery);
  }

  /** Returns the port that the receiver listens on. */
  public int port() {
    return server.port();
  }

  /** Returns the number of connections that were ever opened. */
  public int connections() {
    return server.connections();
  }

  /** Returns the request line and headers of the first request, as they came. */
  public String head() {
    return head.getNow("");
  }

  /** Waits until the sender has closed its first connection, and fails if it stays open. */
  public void awaitClosed() throws Exception {
    server.awaitFirstClosed();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
