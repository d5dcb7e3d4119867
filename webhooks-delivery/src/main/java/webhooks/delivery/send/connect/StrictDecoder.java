package webhooks.delivery.send.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;

/**
 * Reads the body of a response and fails if more bytes have come behind it, before the client
 * returns the connection to the pool.
 */
final class StrictDecoder implements ContentDecoder {
  private final ContentDecoder body;
  private final SessionInputBuffer input;
  private boolean excess;

  StrictDecoder(ContentDecoder body, SessionInputBuffer input) {
    this.body = body;
    this.input = input;
  }

  /** Reads the body completely before it fails, because the history shows the body. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = excess ? -1 : body.read(target);
    excess = body.isCompleted() && input.hasData();
    if (excess && read <= 0) {
      throw new IOException("The receiver sent more than its response");
    }
    return read;
  }

  @Override
  public boolean isCompleted() {
    return !excess && body.isCompleted();
  }

  @Override
  public List<? extends Header> getTrailers() {
    return body.getTrailers();
  }
}
