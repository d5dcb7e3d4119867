package webhooks.broker.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends the broker beginnings of connections that are nearly a login. After each few hundred of
 * them all its threads must answer, and its buffers must be free.
 *
 * <p>The system property {@code webhooks.broker.fuzz} has the time for each broker, and {@code
 * webhooks.broker.fuzz.seed} repeats a run.
 */
class LoginFuzzTest {
  private static final Duration TIME =
      Duration.parse(System.getProperty("webhooks.broker.fuzz", "PT3S"));
  private static final long SEED = Long.getLong("webhooks.broker.fuzz.seed", System.nanoTime());

  private static final int ROUND = 300;
  private static final int MAX_OPEN = 50;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final long MEBIBYTE = 1024 * 1024L;
  private static final byte[] PING =
      ByteBuffer.allocate(28)
          .put("ARTEMIS".getBytes(US_ASCII))
          .putInt(17)
          .put((byte) 10)
          .putLong(0)
          .putLong(60_000)
          .array();

  private final RandomGenerator random = new SplittableRandom(SEED);
  private final LoginMutation mutation = new LoginMutation(random);
  private final Deque<Socket> open = new ArrayDeque<>();

  @ParameterizedTest(name = "login required: {0}")
  @ValueSource(booleans = {true, false})
  void noBeginningHarmsTheBroker(boolean loginRequired, @TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(
        Optional.of(new Credentials("producer", "correct horse")).filter(login -> loginRequired),
        Optional.empty());
    try {
      int port = broker.address().port();
      int connections = 0;
      long keptHeap = Long.MAX_VALUE;
      for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end; ) {
        for (int i = 0; i < ROUND; i++) {
          send(port, mutation.next());
        }
        connections += ROUND;
        closeAll();
        assertThatAllThreadsAnswer(port);
        assertThatBuffersAreFree();
        long heap = usedHeap();
        assertThat(heap).as("used heap, seed %d", SEED).isLessThan(keptHeap);
        // The first rounds load classes and fill pools.
        keptHeap = connections == 10 * ROUND ? heap + 32 * MEBIBYTE : keptHeap;
      }
      System.out.printf("%d connections, seed %d, heap %d%n", connections, SEED, usedHeap());
    } finally {
      closeAll();
      broker.stop();
    }
  }

  /** Sends the bytes in pieces, and leaves the connection open for a while. */
  private void send(int port, byte[] bytes) throws IOException {
    Socket socket = connect(port);
    open.add(socket);
    try {
      int pieces = 1 + random.nextInt(3);
      for (int piece = 0, from = 0; piece < pieces; piece++) {
        int to =
            piece == pieces - 1 ? bytes.length : from + random.nextInt(bytes.length - from + 1);
        socket.getOutputStream().write(bytes, from, to - from);
        from = to;
        if (random.nextBoolean()) {
          socket.getInputStream().skip(socket.getInputStream().available());
        }
      }
    } catch (IOException e) {
      // The broker has closed the connection.
    }
    if (open.size() > MAX_OPEN) {
      open.remove().close();
    }
  }

  private void closeAll() throws IOException {
    while (!open.isEmpty()) {
      open.remove().close();
    }
  }

  /** Asks as many connections as the broker has threads, twice, for it deals them out in turn. */
  private void assertThatAllThreadsAnswer(int port) throws IOException {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors() * 6; i++) {
      long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
      while (!answers(port)) {
        assertThat(System.nanoTime()).as("no answer, seed %d", SEED).isLessThan(end);
      }
    }
  }

  /** On a busy machine the time for a login may end before the answer. */
  private static boolean answers(int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(PING);
      return socket.getInputStream().readNBytes(21).length == 21;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("A thread does not answer, seed " + SEED, e);
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertThatBuffersAreFree() {
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (kept() > MEBIBYTE) {
      assertThat(System.nanoTime()).as("kept bytes %d, seed %d", kept(), SEED).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static long kept() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()
        + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    // A closed connection keeps no port.
    socket.setSoLinger(true, 0);
    return socket;
  }
}
