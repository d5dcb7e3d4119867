package webhooks.it.harness.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import webhooks.it.harness.Secrets;

/** A request to publish on a connection of its own, whose answer the test reads later. */
public final class SentRequest implements AutoCloseable {
  /** From the sending to the answer. Longer than a request may wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RawRequest request;
  private final Socket socket;
  private final long end = System.nanoTime() + PATIENCE.toNanos();

  private SentRequest(RawRequest request, Socket socket) {
    this.request = request;
    this.socket = socket;
  }

  /** Connects to a server on this machine, and sends a request with this body. */
  public static SentRequest publish(int port, String token, String body) {
    Secrets.remember(token);
    byte[] bytes = body.getBytes(UTF_8);
    List<String> headers =
        List.of(
            "Host: localhost",
            "Authorization: Bearer " + token,
            "Content-Type: application/json",
            "Content-Length: " + bytes.length);
    RawRequest request = RawRequest.of("POST", "/events", headers, bytes);
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.getOutputStream().write(request.bytes());
      return new SentRequest(request, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for the answer and closes the connection. Fails if there is neither an answer nor an end
   * of the connection in half a minute after the request was sent.
   *
   * @return the answer; empty if the server ended the connection without one
   */
  public Optional<Answer> answer() {
    try (socket) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      socket.setSoTimeout((int) Math.max(1, left));
      return RawHttp.answer(request, socket.getInputStream());
    } catch (SocketException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the answer has come. */
  public boolean isAnswered() {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Ends the connection at once, as a caller's process does that ends: the server gets a reset. */
  @Override
  public void close() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
