package webhooks.delivery.send.connect;

import java.time.Duration;
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
import org.apache.hc.core5.http.protocol.HttpContext;
import webhooks.domain.delivery.AttemptCause;

/**
 * A request to a receiver or an issuer, from its start to its end. It is sent when the addresses of
 * its host are known, and its connection is closed when its deadline passes.
 *
 * <p>A subclass reads the response and ends the request: it completes the result and calls {@link
 * #free}. I/O threads, look-up threads and the deadline monitor call both classes.
 *
 * @param <T> the result
 */
public abstract class RequestInFlight<T>
    implements DeadlineMonitor.Expirable,
        RequestListener,
        AsyncResponseConsumer<Void>,
        FutureCallback<Void> {
  private static final int MAX_INTERIM_RESPONSES = 100;

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Duration timeout;
  private final long startedNanos = System.nanoTime();

  private volatile Runnable post;
  private volatile Future<?> request;
  private volatile AsyncExecRuntime connection;
  private volatile boolean sent;
  private volatile int statusCode;
  private int interim;

  /** Creates a request that starts now, and may take so long. */
  protected RequestInFlight(Duration timeout) {
    this.timeout = timeout;
  }

  /** Returns the result, completed when the request ends. */
  public final CompletableFuture<T> result() {
    return result;
  }

  @Override
  public final long startedNanos() {
    return startedNanos;
  }

  @Override
  public final Duration timeout() {
    return timeout;
  }

  /** Returns the status code of the response; 0 before there is one. */
  protected final int statusCode() {
    return statusCode;
  }

  /** Sets the action that sends the request when the addresses of its host are known. */
  public final void setPost(Runnable newPost) {
    post = newPost;
  }

  /** Sends the request, unless it has ended. */
  public final void post() {
    Runnable send = post;
    post = null;
    if (send != null && !result.isDone()) {
      send.run();
    }
  }

  /** Sets the request that is cancelled when the deadline passes. */
  public final void setRequest(Future<?> newRequest) {
    request = newRequest;
    if (result.isDone()) {
      request = null;
      newRequest.cancel(true);
    }
  }

  /** Ends the request because its deadline has passed, and closes its connection. */
  @Override
  public final void expire(boolean nodeBusy) {
    Future<?> cancelled = request;
    AsyncExecRuntime used = connection;
    endLate(nodeBusy ? AttemptCause.NODE_BUSY : lateCause());
    if (cancelled != null) {
      cancelled.cancel(true);
    }
    if (used != null) {
      // Cancelling has no effect on a request that has an error response.
      used.discardEndpoint();
    }
  }

  /** Ends the request because it took too long, unless it has ended. */
  protected abstract void endLate(AttemptCause cause);

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

  /** Takes the status. A subclass that reads more of the response does so first. */
  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    connection = (AsyncExecRuntime) context.getAttribute(HttpClientFactory.CONNECTION);
    statusCode = response.getCode();
  }

  /** Ignores an interim response (1xx), but fails if there are too many. */
  @Override
  public final void informationResponse(HttpResponse response, HttpContext context)
      throws HttpException {
    if (++interim > MAX_INTERIM_RESPONSES) {
      throw new ProtocolException("Too many interim responses");
    }
  }

  @Override
  public final void completed(Void nothing) {
    releaseResources();
  }

  @Override
  public final void cancelled() {
    endLate(lateCause());
  }

  /** Ends the request because its connection is free or closed, unless it has ended. */
  @Override
  public abstract void releaseResources();

  /** Drops the request and its body. A look-up may keep this object for long. */
  protected final void free() {
    post = null;
    request = null;
    connection = null;
  }
}
