package webhooks.delivery.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** An HTTPS receiver that writes any bytes, also those that no HTTP server would write. */
final class RawReceiver implements AutoCloseable {
  private final CompletableFuture<String> head = new CompletableFuture<>();
  private final Answer answer;
  private final LoopbackServer server;

  /** Answers a request that has been read. */
  @FunctionalInterface
  interface Answer {
    /**
     * Writes the answer.
     *
     * @param closing open until the receiver is closed
     */
    void write(OutputStream out, CountDownLatch closing) throws Exception;
  }

  RawReceiver(Answer answer) throws IOException {
    this.answer = answer;
    this.server =
        new LoopbackServer(
            Certificates.of(Certificates.HOST).getServerSocketFactory(), this::serve);
  }

  /** Returns a receiver that writes a text and then nothing more. */
  static RawReceiver writing(String text) throws IOException {
    return new RawReceiver((out, closing) -> write(out, text));
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void serve(Socket connection, CountDownLatch closing) throws Exception {
    InputStream in = connection.getInputStream();
    head.complete(readRequest(in));
    answer.write(connection.getOutputStream(), closing);
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      read.write(in.read());
      text = read.toString(StandardCharsets.ISO_8859_1);
    }
    in.readNBytes(TestSender.delivery().body().length);
    return text;
  }

  String url(String pathAndQuery) {
    return Certificates.url(server.port(), pathAndQuery);
  }

  int port() {
    return server.port();
  }

  int connections() {
    return server.connections();
  }

  /** Returns the request line and headers of the first request, as they came. */
  String head() {
    return head.getNow("");
  }

  /** Waits until the sender has closed its first connection, and fails if it stays open. */
  void awaitClosed() throws Exception {
    server.awaitFirstClosed();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
