package webhooks.delivery.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import webhooks.delivery.send.connect.Expirable;
import webhooks.delivery.send.connect.HttpClientFactory;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/**
 * One attempt under way: takes the answer in, bounded in size, and becomes an {@link Attempt} once,
 * whichever comes first: the end of request and answer, a bound, a failure or the deadline.
 *
 * <p>A status line with its headers decides; what becomes of the body after them does not. But the
 * attempt lasts until its connection is free or closed, so that nobody holds more connections than
 * attempts.
 */
final class RunningAttempt implements Expirable, AsyncResponseConsumer<Void>, FutureCallback<Void> {
  private static final int MOST_INTERIM = 100;
  private static final int MOST_READ = 16 * 1024;
  private static final int MOST_KEPT = 1024;

  private final CompletableFuture<Attempt> attempt = new CompletableFuture<>();
  private final ByteArrayOutputStream excerpt = new ByteArrayOutputStream(0);
  private final Clock clock;
  private final Instant started;
  private final long startedNanos = System.nanoTime();

  private volatile Future<?> request;
  private volatile AsyncExecRuntime connection;
  private volatile Optional<Duration> retryAfter = Optional.empty();
  private volatile int statusCode;
  private int interim;
  private int read;

  /** Starts an attempt at this moment. */
  RunningAttempt(Clock clock) {
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Returns what the attempt will have been; never fails. */
  CompletableFuture<Attempt> attempt() {
    return attempt;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public boolean isOver() {
    return attempt.isDone();
  }

  /** Tells which request to break off when the deadline passes. */
  void sentAs(Future<?> newRequest) {
    request = newRequest;
    if (attempt.isDone()) {
      request = null;
      newRequest.cancel(true);
    }
  }

  /** Ends the attempt because its time is over, and closes its connection. */
  @Override
  public void expire() {
    Future<?> underWay = request;
    AsyncExecRuntime used = connection;
    end(AttemptError.TIMEOUT);
    if (underWay != null) {
      underWay.cancel(true);
    }
    if (used != null) {
      // A request that was answered with an error is not broken off any more.
      used.discardEndpoint();
    }
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    if (response.getCode() == 429 || response.getCode() == 503) {
      retryAfter =
          Optional.ofNullable(response.getFirstHeader("Retry-After"))
              .flatMap(header -> RetryAfter.parse(header.getValue(), Instant.now(clock)));
    }
    connection = (AsyncExecRuntime) context.getAttribute(HttpClientFactory.CONNECTION);
    statusCode = response.getCode();
  }

  /** Passes over an interim answer (1xx), which decides nothing, but not over any number. */
  @Override
  public void informationResponse(HttpResponse response, HttpContext context) throws HttpException {
    if (++interim > MOST_INTERIM) {
      throw new ProtocolException("Interim answers without end");
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(MOST_READ);
  }

  @Override
  public void consume(ByteBuffer body) throws IOException {
    read += body.remaining();
    byte[] kept = new byte[Math.min(body.remaining(), MOST_KEPT - excerpt.size())];
    body.get(kept);
    excerpt.writeBytes(kept);
    body.position(body.limit());
    if (read > MOST_READ) {
      // The client closes the connection of an exchange that fails.
      throw new IOException("The answer is larger than what is read of it");
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    // The request may not have been sent to its end yet.
  }

  @Override
  public void completed(Void result) {
    end(AttemptError.PROTOCOL);
  }

  @Override
  public void failed(Exception failure) {
    end(AttemptErrors.of(failure));
  }

  @Override
  public void cancelled() {
    end(AttemptError.TIMEOUT);
  }

  /** Ends the attempt: the connection is free again, or closed. */
  @Override
  public void releaseResources() {
    end(AttemptError.PROTOCOL);
  }

  /**
   * Ends the attempt, unless it has ended.
   *
   * @param withoutStatus the error if no status line came
   */
  private void end(AttemptError withoutStatus) {
    if (attempt.isDone()) {
      return;
    }
    int status = statusCode;
    Optional<AttemptError> error = Optional.of(withoutStatus);
    if (status != 0) {
      error = status / 100 == 2 ? Optional.empty() : Optional.of(AttemptError.STATUS);
    }
    attempt.complete(
        new Attempt(
            started,
            Duration.ofNanos(System.nanoTime() - startedNanos),
            status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
            error,
            excerpt.toByteArray(),
            retryAfter));
    // The deadlines may keep this a while longer; the request, with its body, they need no more.
    request = null;
    connection = null;
  }
}
