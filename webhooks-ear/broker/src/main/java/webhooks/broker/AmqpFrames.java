package webhooks.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import webhooks.broker.listener.AmqpHeader;

/**
 * Checks the AMQP frames of one connection (AMQP 1.0, part 2): their form, the names in them, and
 * the size of unfinished deliveries. A frame has a value. A transfer also has a part of a delivery
 * behind it. The bytes come in pieces of any size. For one thread.
 */
final class AmqpFrames {
  /** How many bytes are kept of a frame's beginning, to read the fields of {@link Performative}. */
  private static final int HEAD_BYTES = 512;

  private final Predicate<String> names;
  private final AmqpDeliveries deliveries;
  private final byte[] head = new byte[HEAD_BYTES];
  private int frameBytes;
  private int readBytes;

  /** Reads the first value of the frame; null after the end of the value. */
  private AmqpValues value;

  /** The fields of the frame if it is a transfer; otherwise null. */
  private Performative transfer;

  /**
   * Creates a reader.
   *
   * @param names returns whether a name may reach the decoder
   */
  AmqpFrames(Predicate<String> names) {
    this.names = names;
    deliveries = new AmqpDeliveries(names);
  }

  /**
   * Notes the next bytes of the connection.
   *
   * @return whether the unfinished deliveries are still small enough, the names are accepted and
   *     the frames are valid
   */
  boolean add(ByteBuf input) {
    ByteBuf rest = input.duplicate();
    while (rest.isReadable()) {
      if (readBytes < AmqpHeader.BYTES) {
        readHead(rest, AmqpHeader.BYTES);
        if (readBytes < AmqpHeader.BYTES) {
          return true;
        }
        int size = ByteBuffer.wrap(head).getInt();
        frameBytes = size == AmqpHeader.PROTOCOL ? AmqpHeader.BYTES : size;
        if (frameBytes < AmqpHeader.BYTES) {
          return false;
        }
      }
      if (!readFrame(rest)) {
        return false;
      }
    }
    return true;
  }

  private boolean readFrame(ByteBuf rest) {
    int headEnd = Math.min(frameBytes, HEAD_BYTES);
    boolean isHeadNew = readBytes < headEnd || frameBytes == AmqpHeader.BYTES;
    readHead(rest, headEnd);
    if (isHeadNew && readBytes == headEnd && !checkHead()) {
      return false;
    }
    int length = Math.min(rest.readableBytes(), frameBytes - readBytes);
    readBytes += length;
    return readBody(rest.readSlice(length)) && (readBytes < frameBytes || endFrame());
  }

  private void readHead(ByteBuf rest, int end) {
    int count = Math.min(rest.readableBytes(), end - readBytes);
    if (count > 0) {
      rest.readBytes(head, readBytes, count);
      readBytes += count;
    }
  }

  private boolean checkHead() {
    ByteBuffer frame = ByteBuffer.wrap(head, 0, readBytes);
    boolean isProtocolHeader = frame.getInt() == AmqpHeader.PROTOCOL;
    int offset = (frame.get() & 0xff) * Integer.BYTES;
    boolean isAmqp = frame.get() == 0;
    int channel = frame.getShort();
    if (isProtocolHeader || offset == frameBytes) {
      return true;
    }
    if (offset < AmqpHeader.BYTES || offset >= readBytes) {
      return false;
    }
    value = new AmqpValues(names);
    return (!isAmqp || begin(channel, frame.position(offset)))
        && readBody(Unpooled.wrappedBuffer(head, offset, readBytes - offset));
  }

  private boolean begin(int channel, ByteBuffer body) {
    Performative performative;
    try {
      performative = Performative.of(channel, body);
    } catch (RuntimeException e) {
      // The fields are malformed, or longer than the frame or than any producer makes them.
      return false;
    }
    if (performative.kind() != Performative.FrameKind.TRANSFER) {
      return deliveries.allows(performative);
    }
    transfer = performative;
    return deliveries.begin(transfer, frameBytes);
  }

  private boolean readBody(ByteBuf body) {
    if (value != null && body.isReadable()) {
      if (!value.read(body)) {
        return false;
      }
      value = value.isComplete() ? null : value;
    }
    if (!body.isReadable()) {
      return true;
    }
    if (transfer == null) {
      return false;
    }
    AmqpValues payload = deliveries.payload(transfer);
    boolean accepted = true;
    while (accepted && body.isReadable()) {
      accepted = payload.read(body);
    }
    return accepted;
  }

  private boolean endFrame() {
    boolean isWhole = value == null && (transfer == null || deliveries.end(transfer));
    value = null;
    transfer = null;
    readBytes = 0;
    return isWhole;
  }
}
