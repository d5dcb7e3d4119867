package webhooks.delivery.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A receiver that can answer in every way, also in those that no HTTP server would. */
final class RawReceiver implements AutoCloseable {
  private final ServerSocket server;
  private final Behaviour behaviour;
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<String> head = new CompletableFuture<>();
  private final CompletableFuture<Long> closed = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);

  /** What it does after it has read a request. */
  @FunctionalInterface
  interface Behaviour {
    void answer(OutputStream out, CountDownLatch over) throws Exception;
  }

  RawReceiver(SSLContext identity, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server =
        identity
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::accept).start();
  }

  /** A receiver that writes this and then nothing more. */
  static RawReceiver writing(String text) throws IOException {
    return new RawReceiver(Certificates.of(Certificates.HOST), (out, over) -> write(out, text));
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        new Thread(() -> serve(socket)).start();
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      head.complete(readRequest(in));
      behaviour.answer(socket.getOutputStream(), over);
      while (in.read() >= 0) {
        // Only its end is of interest.
      }
    } catch (Exception e) {
      // The connection was broken off: that counts as closed, too.
    }
    closed.complete(System.nanoTime());
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
    return "https://" + Certificates.HOST + ":" + server.getLocalPort() + pathAndQuery;
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Returns the request line and headers of the first request, as they came. */
  String head() {
    return head.getNow("");
  }

  /** Returns when the sender closed the connection, by {@link System#nanoTime}. */
  long closed() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.close();
  }
}
