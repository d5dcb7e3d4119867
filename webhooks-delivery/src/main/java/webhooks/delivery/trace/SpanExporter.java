package webhooks.delivery.trace;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Worker;
import webhooks.domain.metric.Spans;
import webhooks.domain.settings.TraceSettings;
import webhooks.domain.trace.Span;
import webhooks.settings.tls.EllipticTls;

/**
 * Sends spans to the OTLP receiver, many in one request.
 *
 * <p>While the receiver does not answer, the same spans are sent again and further ones wait, until
 * there are too many. One worker runs it; it has no other thread, and no delivery waits for it.
 */
public final class SpanExporter implements Worker.Task {
  private static final Logger LOG = Logger.getLogger(SpanExporter.class.getName());
  private static final int MAX_BATCH = 512;
  private static final Duration POLL = Duration.ofMillis(100);

  /** How long the first span of a batch waits for others. */
  private static final Duration GATHER = Duration.ofMillis(200);

  /** The statuses by which a receiver asks for another try (OTLP 1). */
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  private static final int CONNECT_TIMEOUT_MILLIS = 2000;
  private static final int READ_TIMEOUT_MILLIS = 5000;

  /** The worker's thread must end soon after the node's stop. */
  private static final int LAST_TIMEOUT_MILLIS = 500;

  private final TraceSettings settings;
  private final Spans spans;
  private final URL url;
  private final List<Span> batch = new ArrayList<>();
  private boolean refused;

  /** Creates an exporter. */
  public SpanExporter(TraceSettings settings, Spans spans) {
    this.settings = settings;
    this.spans = spans;
    this.url = url(settings.endpoint());
  }

  private static URL url(URI endpoint) {
    try {
      return URI.create(endpoint + "/v1/traces").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Waits a moment for spans and sends them; after a failure it sends the same ones again. */
  @Override
  public boolean run() throws IOException, InterruptedException {
    if (batch.isEmpty()) {
      spans.drainTo(batch, MAX_BATCH, POLL);
      long end = System.nanoTime() + GATHER.toNanos();
      for (long left = GATHER.toNanos();
          !batch.isEmpty() && batch.size() < MAX_BATCH && left > 0;
          left = end - System.nanoTime()) {
        spans.drainTo(batch, MAX_BATCH - batch.size(), Duration.ofNanos(left));
      }
    }
    if (!batch.isEmpty()) {
      post(CONNECT_TIMEOUT_MILLIS, READ_TIMEOUT_MILLIS);
    }
    return true;
  }

  /**
   * Sends one last batch of the spans that wait, and does not repeat it.
   *
   * @throws IOException if the receiver did not answer, or asked for another try
   */
  @Override
  public void close() throws IOException, InterruptedException {
    if (batch.isEmpty()) {
      spans.drainTo(batch, MAX_BATCH, Duration.ZERO);
    }
    if (!batch.isEmpty()) {
      post(LAST_TIMEOUT_MILLIS, LAST_TIMEOUT_MILLIS);
    }
  }

  private void post(int connectTimeout, int readTimeout) throws IOException {
    HttpURLConnection connection = EllipticTls.open(url, Proxy.NO_PROXY);
    connection.setConnectTimeout(connectTimeout);
    connection.setReadTimeout(readTimeout);
    // The headers are for this receiver alone.
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    settings.headers().forEach(connection::setRequestProperty);
    connection.setRequestProperty("Content-Type", "application/x-protobuf");
    // Java would keep the connection with a thread of its own.
    connection.setRequestProperty("Connection", "close");
    try {
      connection.getOutputStream().write(OtlpRequest.of(batch, settings.serviceName()));
      judge(connection.getResponseCode());
    } finally {
      connection.disconnect();
    }
  }

  /**
   * Forgets the batch that the receiver has accepted or refused.
   *
   * @throws IOException if the status asks for another try
   */
  private void judge(int status) throws IOException {
    if (RETRYABLE.contains(status)) {
      throw new IOException("The OTLP receiver answered " + status);
    }
    int count = batch.size();
    batch.clear();
    boolean accepted = status / 100 == 2;
    if (!accepted) {
      Level level = refused ? Level.FINE : Level.WARNING;
      LOG.log(level, () -> "The OTLP receiver refused " + count + " spans: status " + status);
    }
    refused = !accepted;
    long dropped = spans.takeDropped();
    if (dropped > 0) {
      LOG.warning(
          () -> dropped + " spans were dropped, because the OTLP receiver was slow or away");
    }
  }
}
