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
 * Reads the body of a response. Fails if the receiver has sent bytes after the body, so that the
 * connection does not return to the pool. Fails too if the body with the framing of its chunks and
 * its trailers is too large, because the client keeps trailers in memory. For the I/O thread of the
 * connection.
 */
final class StrictDecoder implements ContentDecoder {
  private final ContentDecoder body;
  private final SessionInputBuffer input;
  private final BasicHttpTransportMetrics received;
  private final int maxSize;
  private final long start;
  private boolean hasSurplus;

  /**
   * Creates a decoder of a body that begins with the next byte.
   *
   * @param received counts the bytes of the connection
   * @param maxSize the maximum size of body, framing of chunks and trailers, in bytes
   */
  StrictDecoder(
      ContentDecoder body,
      SessionInputBuffer input,
      BasicHttpTransportMetrics received,
      int maxSize) {
    this.body = body;
    this.input = input;
    this.received = received;
    this.maxSize = maxSize;
    this.start = position();
  }

  /** Returns the number of bytes of the connection that have been read from the buffer. */
  private long position() {
    return received.getBytesTransferred() - input.length();
  }

  /** Reads the body completely before it fails, because the delivery history shows it. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = hasSurplus ? -1 : body.read(target);
    hasSurplus = body.isCompleted() && input.hasData();
    if (hasSurplus && read <= 0) {
      throw new IOException("The receiver sent bytes after its response");
    }
    if (position() - start > maxSize) {
      throw new MessageConstraintException("The response body is larger than the limit");
    }
    return read;
  }

  @Override
  public boolean isCompleted() {
    return !hasSurplus && body.isCompleted();
  }

  @Override
  public List<? extends Header> getTrailers() {
    return body.getTrailers();
  }
}
