package webhooks.delivery.send.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;

/**
 * Reads the body of a response. Fails if more bytes have come behind it, before the client returns
 * the connection to the pool, and if the body takes too many bytes: the client keeps trailers.
 */
final class StrictDecoder implements ContentDecoder {
  /** The maximum size with the framing of chunks and the trailers, in bytes. */
  private static final int MAX_SIZE = 32 * 1024;

  private final ContentDecoder body;
  private final SessionInputBuffer input;
  private final BasicHttpTransportMetrics received;
  private final long begin;
  private boolean excess;

  /**
   * Creates a decoder of a body that begins with the next byte.
   *
   * @param received counts the bytes of the connection
   */
  StrictDecoder(ContentDecoder body, SessionInputBuffer input, BasicHttpTransportMetrics received) {
    this.body = body;
    this.input = input;
    this.received = received;
    this.begin = position();
  }

  /** Returns the number of bytes of the connection that have been read from the buffer. */
  private long position() {
    return received.getBytesTransferred() - input.length();
  }

  /** Reads the body completely before it fails, because the history shows the body. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = excess ? -1 : body.read(target);
    excess = body.isCompleted() && input.hasData();
    if (excess && read <= 0) {
      throw new IOException("The receiver sent more than its response");
    }
    if (position() - begin > MAX_SIZE) {
      throw new MessageConstraintException("The response body is larger than the limit");
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
