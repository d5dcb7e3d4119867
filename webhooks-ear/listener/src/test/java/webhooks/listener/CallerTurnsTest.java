package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.settings.VerifiedCaller;

/**
 * Whose turn it is at one address, as behind a proxy. The application accepts each token that
 * begins with an account.
 */
class CallerTurnsTest {
  private static final int MANY = 30;

  private static final String PATH = "/webhooks";
  private static final String OPEN = "/openapi";

  private final Queue<String> order = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore permits = new Semaphore(0);
  private volatile boolean revoked;
  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    // One thread begins requests in the order of their turns.
    listener = new GuardedListener("http-listener-kernel", 1, Optional.empty(), this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    permits.release(1000);
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  /** A regression: an account with many tokens had as many turns. */
  @Test
  void accountWithManyTokensHasOneTurn() throws Exception {
    List<String> tokens = tokens("evil-");
    tokens.forEach(token -> ask(PATH, token));
    ask(PATH, "good-1");

    occupyThread();
    tokens.forEach(this::send);
    send("good-1");

    assertThat(turnOf("good-1")).isLessThan(2);
  }

  /** A regression: a stranger who made up many tokens had as many turns. */
  @Test
  void madeUpTokensHaveOneTurn() throws Exception {
    ask(PATH, "good-1");

    occupyThread();
    tokens("made up ").forEach(this::send);
    send("good-1");

    assertThat(turnOf("good-1")).isLessThan(2);
  }

  @Test
  void freshTokenWaitsAmongStrangersOnce() throws Exception {
    occupyThread();
    tokens("made up ").forEach(this::send);
    send("fresh-1");
    assertThat(turnOf("fresh-1")).isEqualTo(MANY);

    occupyThread();
    tokens("made up ").forEach(this::send);
    send("fresh-1");
    assertThat(turnOf("fresh-1")).isLessThan(2);
  }

  /** Such an operation answers 200 without a look at the token. */
  @Test
  void openOperationAcceptsNoToken() throws Exception {
    ask(OPEN, "open-1");

    occupyThread();
    tokens("made up ").forEach(this::send);
    send("open-1");

    assertThat(turnOf("open-1")).isEqualTo(MANY);
  }

  @Test
  void refusedTokenIsForgotten() throws Exception {
    ask(PATH, "good-1");
    revoked = true;
    ask(PATH, "good-1");

    occupyThread();
    tokens("made up ").forEach(this::send);
    send("good-1");

    assertThat(turnOf("good-1")).isEqualTo(MANY);
  }

  private static List<String> tokens(String prefix) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      tokens.add(prefix + i);
    }
    return tokens;
  }

  /** Sends a request with a token and reads the answer. */
  private void ask(String path, String token) {
    permits.release();
    try {
      assertThat(listener.ask(request(path, token))).startsWith("HTTP/1.1 ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    begun.acquireUninterruptibly();
  }

  private void occupyThread() {
    order.clear();
    send("first");
    begun.acquireUninterruptibly();
    order.clear();
  }

  private void send(String token) {
    try {
      sockets.add(listener.send(request(PATH, token)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String request(String path, String token) {
    return "GET %s HTTP/1.1|Host: a|Connection: close|Authorization: Bearer %s||"
        .formatted(path, token);
  }

  /** Lets all requests be answered. Returns how many had their turn before this one. */
  private int turnOf(String token) throws IOException {
    // It is answered in the thread that reads, which has therefore read all before it.
    assertThat(listener.ask("TRACE / HTTP/1.1|Host: a||")).startsWith("HTTP/1.1 405 ");
    permits.release(sockets.size());
    for (Socket socket : sockets) {
      new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    begun.drainPermits();
    permits.drainPermits();
    sockets.clear();
    return List.copyOf(order).indexOf(token);
  }

  private void answer(HttpRequestPacket request) {
    String token = RequestHead.token(request.getHeader("Authorization"));
    order.add(token);
    begun.release();
    permits.acquireUninterruptibly();
    int hyphen = token.indexOf('-');
    boolean open = request.getRequestURI().equals(OPEN);
    boolean accepted = !open && !revoked && hyphen > 0;
    if (accepted) {
      request.setAttribute(
          VerifiedCaller.ATTRIBUTE,
          new VerifiedCaller(token.substring(0, hyphen), token).attribute());
    }
    request.getResponse().setStatus(open || accepted ? 204 : 401);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }
}
