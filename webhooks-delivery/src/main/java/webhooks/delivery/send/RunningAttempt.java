package webhooks.delivery.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap.SimpleEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import webhooks.delivery.send.connect.RequestInFlight;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.delivery.ResponseExcerpt;
import webhooks.domain.trace.SpanId;

/**
 * An attempt in flight: reads the response and results in an {@link Attempt}. It ends at the first
 * of these events: request and response have ended, the response exceeds a maximum, a failure or
 * the deadline. The result never fails.
 *
 * <p>The status line decides whether the attempt succeeded, not what happens to the body after it.
 * An attempt with a response ends when its connection is free or closed, not before, so attempts
 * bound the connections in use. The deadline ends the attempt just before it closes the connection.
 * I/O threads, look-up threads and the deadline monitor call it.
 */
final class RunningAttempt extends RequestInFlight<Attempt> {
  private static final int MAX_BODY_READ = 16 * 1024;

  private final ByteArrayOutputStream excerpt = new ByteArrayOutputStream(0);
  private final Clock clock;
  private final boolean keepsHeaders;
  private final Instant started;
  private final String spanId = SpanId.next();

  private volatile Optional<Duration> retryAfter = Optional.empty();
  private volatile Header[] sent;
  private volatile SecretMask mask = SecretMask.NONE;
  private volatile Header[] received;
  private volatile boolean bodyEnded;
  private volatile Optional<AttemptCause> aborted = Optional.empty();
  private int read;

  /**
   * Creates an attempt that starts now.
   *
   * @param timeout how long it may take
   * @param keepsHeaders whether to keep the headers if the attempt succeeds; else they are kept
   *     only if it fails
   */
  RunningAttempt(Clock clock, Duration timeout, boolean keepsHeaders) {
    super(timeout);
    this.clock = clock;
    this.keepsHeaders = keepsHeaders;
    // As precise as the databases store it: the history derives headers from it.
    this.started = clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns when the attempt began. */
  Instant started() {
    return started;
  }

  /** Returns the id of the request's span in the event's trace. */
  String spanId() {
    return spanId;
  }

  /** Hides secrets in the headers and the excerpt of the attempt. */
  void hide(SecretMask newMask) {
    mask = newMask;
  }

  @Override
  public void sending(Header[] headers) {
    sent = headers;
    super.sending(headers);
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    retryAfter = DeliveryControl.retryAfter(response, clock);
    aborted = DeliveryControl.abort(response);
    received = response.getHeaders();
    super.consumeResponse(response, entity, context, callback);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(MAX_BODY_READ);
  }

  @Override
  public void consume(ByteBuffer body) throws IOException {
    read += body.remaining();
    byte[] kept = new byte[Math.min(body.remaining(), ResponseExcerpt.MAX_SIZE - excerpt.size())];
    body.get(kept);
    excerpt.writeBytes(kept);
    body.position(body.limit());
    if (read > MAX_BODY_READ) {
      // The client closes the connection of a request that fails.
      throw new IOException("The response body is larger than the limit");
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    bodyEnded = true;
    // The request may not have been sent completely yet.
  }

  @Override
  public void failed(Exception failure) {
    AttemptError error = AttemptErrors.of(failure);
    // The node was busy: the connection had no turn, or the deadline monitor was later than the
    // client.
    end(
        error,
        error == AttemptError.TIMEOUT
            ? Optional.of(AttemptCause.NODE_BUSY)
            : AttemptErrors.causeOf(failure));
  }

  @Override
  protected void endLate(AttemptCause cause) {
    end(AttemptError.TIMEOUT, Optional.of(cause));
  }

  @Override
  public void releaseResources() {
    end(AttemptError.PROTOCOL, Optional.empty());
  }

  /**
   * Ends the attempt, unless it has ended.
   *
   * @param withoutStatus the error if there is no status line
   * @param cause the cause of that error, if it is known
   */
  private void end(AttemptError withoutStatus, Optional<AttemptCause> cause) {
    if (result().isDone()) {
      return;
    }
    int status = statusCode();
    Optional<AttemptError> error = Optional.of(withoutStatus);
    if (status != 0) {
      error = status / 100 == 2 ? Optional.empty() : Optional.of(AttemptError.STATUS);
    }
    result()
        .complete(
            new Attempt(
                started,
                Duration.ofNanos(System.nanoTime() - startedNanos()),
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                error,
                status == 0 ? cause : aborted,
                mask.body(excerpt.toByteArray(), !bodyEnded || read > excerpt.size()),
                retryAfter,
                error.isPresent() || keepsHeaders ? headers() : AttemptHeaders.NONE,
                Optional.of(spanId)));
    free();
    sent = null;
    received = null;
  }

  private AttemptHeaders headers() {
    return new AttemptHeaders(
        Optional.ofNullable(sent).map(this::excerpt),
        Optional.ofNullable(received).map(this::excerpt));
  }

  /** Returns headers as the history keeps them, without secrets. */
  HeaderExcerpt excerpt(Header[] headers) {
    return HeaderExcerpt.of(
        Arrays.stream(headers)
            .map(header -> new SimpleEntry<>(header.getName(), masked(header)))
            .toList());
  }

  private String masked(Header header) {
    String value = header.getValue();
    return value == null ? null : mask.header(header.getName(), value);
  }
}
