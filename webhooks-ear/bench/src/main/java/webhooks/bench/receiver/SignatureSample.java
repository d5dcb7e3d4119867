package webhooks.bench.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the signatures of a sample of the deliveries: one in 256, chosen by the event's id.
 *
 * <p>The receiver passes these deliveries on to the server in this class, because it can't check
 * signatures itself. The server can also ask for a pause, so that deliveries gather.
 */
public final class SignatureSample implements AutoCloseable {
  /** The end of the ids in the sample. */
  static final String SUFFIX = "7f";

  /** One event in so many is in the sample. */
  public static final int STEP = 256;

  /** The secret of all webhooks. */
  public static final String SECRET = "the secret of all webhooks of the load harness";

  private static final SecretKeySpec KEY = new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256");

  private final AtomicLong correct = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicReference<Duration> pause = new AtomicReference<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(4, work -> daemon(work, "signature-sample"));
  private final HttpServer server;

  SignatureSample() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Creates a daemon thread that is not started. */
  public static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers the next delivery of the sample by 503 and asks for a pause of its webhook. */
  public void pauseOnce(Duration time) {
    pause.set(time);
  }

  /** Returns whether the receiver has asked for the pause. */
  public boolean hasPaused() {
    return pause.get() == null;
  }

  /** Returns the number of deliveries with correct signatures. */
  public long correct() {
    return correct.get();
  }

  /** Returns the number of deliveries with a missing or wrong signature. */
  public long wrong() {
    return wrong.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(answer(exchange, body), -1);
    }
  }

  /** Checks a delivery of the sample, and returns the status of its answer. */
  int answer(HttpExchange exchange, byte[] body) {
    check(exchange.getRequestHeaders(), body);
    Duration wished = pause.getAndSet(null);
    if (wished == null) {
      return 204;
    }
    exchange.getResponseHeaders().set("Retry-After", Long.toString(wished.toSeconds()));
    return 503;
  }

  /** Checks both symmetric signatures of a delivery, beside others that it has, and counts it. */
  void check(Headers headers, byte[] body) {
    String hex = headers.getFirst("Signature");
    String standard = headers.getFirst("webhook-signature");
    String start = headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp");
    String expected =
        "v1," + Base64.getEncoder().encodeToString(sign((start + ".").getBytes(UTF_8), body));
    boolean holds =
        equal("sha256=" + HexFormat.of().formatHex(sign(body)), hex)
            && standard != null
            && Stream.of(standard.split(" ")).anyMatch(each -> equal(expected, each));
    (holds ? correct : wrong).incrementAndGet();
  }

  private static boolean equal(String expected, String given) {
    return given != null && MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  private static byte[] sign(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(KEY);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
