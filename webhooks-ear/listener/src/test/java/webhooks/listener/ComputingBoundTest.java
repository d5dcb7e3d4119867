package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests compute at once on a listener that has more threads. */
class ComputingBoundTest {
  private static final int COMPUTING =
      RequestQueue.maxComputing(Runtime.getRuntime().availableProcessors(), Integer.MAX_VALUE);
  private static final int THREADS = 2 * COMPUTING;
  private static final int SHARE = RequestQueue.share(COMPUTING);

  private final Queue<Long> begins = new ConcurrentLinkedQueue<>();
  private final List<Socket> clients = new ArrayList<>();

  /** A thread that waits for it counts as one that computes, and needs no processor. */
  private final Object monitor = new Object();

  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    listener =
        new GuardedListener("http-listener-kernel", THREADS, Optional.empty(), this::compute);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    listener.close();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  @Test
  void requestBeyondTheShareWaitsUntilAnotherIsOld() throws IOException {
    // The first request of a listener takes long.
    assertThat(listener.ask("GET / HTTP/1.1|Host: a|Connection: close||")).contains(" 204 ");
    begins.clear();
    long before = System.nanoTime();
    synchronized (monitor) {
      for (int i = 0; i <= SHARE; i++) {
        clients.add(listener.send("GET / HTTP/1.1|Host: a||"));
      }
      await().until(() -> begins.size() > SHARE);
    }

    assertThat(begins.stream().sorted().skip(SHARE).findFirst().orElseThrow() - before)
        .isGreaterThanOrEqualTo(RunningRequest.MAX_COMPUTING.toNanos());
  }

  private void compute(HttpRequestPacket request) {
    begins.add(System.nanoTime());
    synchronized (monitor) {
      request.getResponse().setStatus(204);
      request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
    }
  }
}
