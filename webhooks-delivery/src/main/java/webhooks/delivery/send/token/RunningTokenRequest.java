package webhooks.delivery.send.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import webhooks.delivery.send.connect.RequestInFlight;
import webhooks.domain.delivery.AttemptCause;

/**
 * A token request in flight. It ends when its connection is free or closed, so that attempts bound
 * the connections in use, or at the deadline. Its result fails with a {@link TokenFailure} only.
 * I/O threads, look-up threads and the deadline monitor call it.
 */
final class RunningTokenRequest extends RequestInFlight<AccessToken> {
  private static final int MAX_BODY = 64 * 1024;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  private volatile boolean isWhole;
  private volatile boolean isTooLarge;

  /** Creates a request that starts now, and may take so long. */
  RunningTokenRequest(Duration timeout) {
    super(timeout);
  }

  @Override
  protected void endLate(AttemptCause cause) {
    end(new TokenFailure(cause, statusCode()));
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<Void> callback) {
    isWhole = entity == null;
    super.consumeResponse(response, entity, context, callback);
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
  public void failed(Exception failure) {
    fail(failure);
  }

  /** Ends the request because of a failure. */
  void fail(Throwable failure) {
    end(
        isTooLarge
            ? new TokenFailure(AttemptCause.NO_TOKEN, statusCode())
            : new TokenFailure(failure));
  }

  @Override
  public void releaseResources() {
    end(new TokenFailure(AttemptCause.NO_TOKEN, statusCode()));
  }

  /**
   * Ends the request, unless it has ended.
   *
   * @param withoutAnswer the failure if there is no whole answer
   */
  private void end(TokenFailure withoutAnswer) {
    if (result().isDone()) {
      return;
    }
    int status = statusCode();
    try {
      if (status == 0 || status / 100 == 2 && !isWhole) {
        throw withoutAnswer;
      }
      result().complete(AccessToken.read(status, body.toByteArray()));
    } catch (TokenFailure e) {
      result().completeExceptionally(e);
    }
    free();
  }
}
