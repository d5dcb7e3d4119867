package webhooks.broker.listener;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Finds the frames in one direction of a connection, whose bytes come in pieces of any size, and
 * stops at the first that is not acceptable. Keeps the beginning of one frame only. For one thread.
 */
public abstract class FrameReader {
  private static final int PREFIX_BYTES = Integer.BYTES;
  private static final long UNKNOWN = -1;

  private final ByteBuffer head;
  private long size = UNKNOWN;
  private long passed;

  /**
   * Creates a reader.
   *
   * @param maxHead the maximum number of a frame's first bytes that it looks at; more than four
   */
  protected FrameReader(int maxHead) {
    head = ByteBuffer.allocate(maxHead);
  }

  /**
   * Returns the size of a frame with its first four bytes, or a number below five if the frame is
   * refused.
   */
  protected abstract long size(int firstBytes);

  /**
   * Returns whether a frame may pass.
   *
   * @param beginning the frame, or as much of it as this reader looks at
   * @param frameBytes the size of the frame
   */
  protected abstract boolean isAcceptable(ByteBuffer beginning, long frameBytes);

  /** Returns whether the next frame must wait. The reader asks this between two frames. */
  protected boolean isPaused() {
    return false;
  }

  /**
   * Reads all of the next bytes, or up to a frame that must wait. Returns false at the first frame
   * that is not acceptable.
   */
  public final boolean read(ByteBuf input) {
    while (input.isReadable() && !(size == UNKNOWN && passed == 0 && isPaused())) {
      if (!(size == UNKNOWN ? readSize(input) : readFrame(input))) {
        return false;
      }
      if (passed == size) {
        size = UNKNOWN;
        passed = 0;
        head.clear();
      }
    }
    return true;
  }

  private boolean readSize(ByteBuf rest) {
    readHead(rest, PREFIX_BYTES);
    if (head.position() < PREFIX_BYTES) {
      return true;
    }
    size = size(head.getInt(0));
    return size > PREFIX_BYTES;
  }

  private boolean readFrame(ByteBuf rest) {
    int headEnd = (int) Math.min(size, head.capacity());
    if (head.position() < headEnd) {
      readHead(rest, headEnd);
      return head.position() < headEnd
          || isAcceptable(head.duplicate().flip().asReadOnlyBuffer(), size);
    }
    int skipped = (int) Math.min(rest.readableBytes(), size - passed);
    rest.skipBytes(skipped);
    passed += skipped;
    return true;
  }

  private void readHead(ByteBuf rest, int end) {
    ByteBuffer part = head.duplicate();
    part.limit(Math.min(end, head.position() + rest.readableBytes()));
    rest.readBytes(part);
    passed += part.position() - head.position();
    head.position(part.position());
  }
}
