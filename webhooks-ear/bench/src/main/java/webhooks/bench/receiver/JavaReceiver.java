package webhooks.bench.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import webhooks.it.harness.Places;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.server.CpuTime;

/**
 * Receives in this process, for machines without nginx. Costs several times as much as nginx, so
 * figures with it can't be compared with figures with nginx.
 */
final class JavaReceiver implements DeliveryReceiver {
  private static final int THREADS = 200;
  private static final long FLUSH_MILLIS = 100;

  static {
    // The JDK's server reads both once. Without nodelay, small answers take 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "4000");
  }

  private final SignatureSample sample = new SignatureSample();
  private final Path log = Places.freshDirectory("receiver").resolve("requests.log");
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, work -> SignatureSample.daemon(work, "delivery-receiver"));
  private final HttpsServer server;
  private final BufferedWriter writer;
  private final LongAdder connections = new LongAdder();

  JavaReceiver(Authority authority) {
    try {
      writer = Files.newBufferedWriter(log);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setHttpsConfigurator(new CountingConfigurator(authority));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.createContext(SLOW_PATH, this::answerSlowly);
    server.createContext(CLOSING_PATH, JavaReceiver::answerAndClose);
    server.start();
    threads.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Is asked for each connection. */
  private final class CountingConfigurator extends HttpsConfigurator {
    CountingConfigurator(Authority authority) {
      super(authority.server("*." + Authority.DOMAIN));
    }

    @Override
    public void configure(HttpsParameters parameters) {
      connections.increment();
      super.configure(parameters);
    }
  }

  @Override
  public OptionalLong connections() {
    return OptionalLong.of(connections.sum());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = exchange.getRequestHeaders().getFirst("webhook-id");
      byte[] body = exchange.getRequestBody().readAllBytes();
      int status = 204;
      if (id != null && id.endsWith(SignatureSample.SUFFIX)) {
        status = sample.answer(exchange, body);
      }
      exchange.sendResponseHeaders(status, -1);
      log(id, status, exchange.getRequestURI());
    }
  }

  private void answerSlowly(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    threads.schedule(
        () -> {
          try (exchange) {
            exchange.sendResponseHeaders(204, -1);
          }
          return null;
        },
        SLOW.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void answerAndClose(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private synchronized void log(String id, int status, URI path) throws IOException {
    double seconds = System.currentTimeMillis() / 1000.0;
    writer.write(String.format(Locale.ROOT, "%s %.3f %d %s\n", id, seconds, status, path));
  }

  private synchronized void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "a Java receiver in this process";
  }

  @Override
  public URI url(int webhook) {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/" + webhook);
  }

  @Override
  public URI slowUrl() {
    return url(0).resolve(SLOW_PATH);
  }

  @Override
  public URI closingUrl() {
    return url(0).resolve(CLOSING_PATH);
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public double cpuSeconds() {
    return CpuTime.ofProcess(ProcessHandle.current().pid());
  }

  @Override
  public SignatureSample sample() {
    return sample;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    flush();
    sample.close();
  }
}
