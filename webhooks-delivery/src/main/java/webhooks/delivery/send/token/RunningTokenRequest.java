package webhooks.delivery.send.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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
import webhooks.delivery.send.connect.DeadlineMonitor;
import webhooks.delivery.send.connect.HttpClientFactory;
import webhooks.delivery.send.connect.RequestListener;
import webhooks.domain.delivery.AttemptCause;

/**
 * A token request in flight. It ends when its connection is free or closed, so that attempts bound
 * the connections in use, or at the deadline. I/O threads, look-up threads and the deadline monitor
 * call it.
 */
final class RunningTokenRequest
    implements DeadlineMonitor.Expirable,
        RequestListener,
        AsyncResponseConsumer<Void>,
        FutureCallback<Void> {
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_INTERIM_RESPONSES = 100;

  private final CompletableFuture<AccessToken> result = new CompletableFuture<>();
  private final Duration timeout;
  private final long startedNanos = System.nanoTime();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  private volatile Runnable post;
  private volatile Future<?> request;
  private volatile AsyncExecRuntime connection;
  private volatile boolean sent;
  private volatile int statusCode;
  private volatile boolean isWhole;
  private volatile boolean isTooLarge;
  private int interim;

  /** Creates a request that starts now, and may take so long. */
  RunningTokenRequest(Duration timeout) {
    this.timeout = timeout;
  }

  /** Returns the result; fails with a {@link TokenFailure} only. */
  CompletableFuture<AccessToken> result() {
    return result;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  /** Sets the action that sends the request when the issuer's addresses are known. */
  void setPost(Runnable newPost) {
    post = newPost;
  }

  /** Sends the request, unless it has ended. */
  void post() {
    Runnable send = post;
    post = null;
    if (send != null && !result.isDone()) {
      send.run();
    }
  }

  /** Sets the request that is cancelled when the deadline passes. */
  void setRequest(Future<?> newRequest) {
    request = newRequest;
    if (result.isDone()) {
      request = null;
      newRequest.cancel(true);
    }
  }

  @Override
  public void expire(boolean nodeBusy) {
    Future<?> cancelled = request;
    AsyncExecRuntime used = connection;
    end(new TokenFailure(nodeBusy ? AttemptCause.NODE_BUSY : lateCause(), statusCode));
    if (cancelled != null) {
      cancelled.cancel(true);
    }
    if (used != null) {
      // Cancelling has no effect on a request that has an error response.
      used.discardEndpoint();
    }
  }

  /** Returns which step a late request had not finished. */
  private AttemptCause lateCause() {
    if (sent) {
      return AttemptCause.NO_RESPONSE;
    }
    return post != null ? AttemptCause.NOT_RESOLVED : AttemptCause.NOT_CONNECTED;
  }

  @Override
  public void sending(Header[] headers) {
    sent = true;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    connection = (AsyncExecRuntime) context.getAttribute(HttpClientFactory.CONNECTION);
    isWhole = entity == null;
    statusCode = response.getCode();
  }

  /** Ignores an interim response (1xx), but fails if there are too many. */
  @Override
  public void informationResponse(HttpResponse response, HttpContext context) throws HttpException {
    if (++interim > MAX_INTERIM_RESPONSES) {
      throw new ProtocolException("Too many interim responses");
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(MAX_BODY);
  }

  @Override
  public void consume(ByteBuffer part) throws IOException {
    if (body.size() + part.remaining() > MAX_BODY) {
      part.position(part.limit());
      isTooLarge = true;
      // The client closes the connection of a request that fails.
      throw new IOException("The answer of the issuer is larger than the limit");
    }
    byte[] read = new byte[part.remaining()];
    part.get(read);
    body.writeBytes(read);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    isWhole = true;
  }

  @Override
  public void completed(Void nothing) {
    releaseResources();
  }

  @Override
  public void failed(Exception failure) {
    fail(failure);
  }

  /** Ends the request because of a failure. */
  void fail(Throwable failure) {
    end(
        isTooLarge
            ? new TokenFailure(AttemptCause.NO_TOKEN, statusCode)
            : new TokenFailure(failure));
  }

  @Override
  public void cancelled() {
    end(new TokenFailure(lateCause(), statusCode));
  }

  @Override
  public void releaseResources() {
    end(new TokenFailure(AttemptCause.NO_TOKEN, statusCode));
  }

  /**
   * Ends the request, unless it has ended.
   *
   * @param withoutAnswer the failure if there is no whole answer
   */
  private void end(TokenFailure withoutAnswer) {
    if (result.isDone()) {
      return;
    }
    int status = statusCode;
    try {
      if (status == 0 || status / 100 == 2 && !isWhole) {
        throw withoutAnswer;
      }
      result.complete(AccessToken.read(status, body.toByteArray()));
    } catch (TokenFailure e) {
      result.completeExceptionally(e);
    }
    // A look-up may keep this object for long.
    post = null;
    request = null;
    connection = null;
  }
}
