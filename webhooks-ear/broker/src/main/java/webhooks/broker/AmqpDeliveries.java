package webhooks.broker;

import io.netty.buffer.ByteBuf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The AMQP deliveries that one connection has begun and not finished, each in many frames.
 *
 * <p>Artemis writes the frames of a large message to a file as they come, and asks {@link
 * SizeLimit} after the last one: a message without end would fill the disk. The bytes come in
 * pieces of any size, so this class finds the frames itself (AMQP 1.0, part 2). For one thread.
 */
final class AmqpDeliveries {
  /** The maximum size of all deliveries together that the connection has not finished. */
  static final int MAX_BYTES = LargeMessages.MAX_BYTES;

  /** More links than a producer has at the same time. */
  private static final int MAX_OPEN = 1000;

  /** The beginning of a frame, which holds the fields that this class reads. */
  private static final int HEAD_BYTES = 512;

  private static final int PREFIX_BYTES = 8;
  private static final int PROTOCOL_HEADER = 0x414d5150; // "AMQP"
  private static final long TRANSFER = 0x14;
  private static final String TRANSFER_SYMBOL = "amqp:transfer:list";

  private static final int HANDLE = 0;
  private static final int MORE = 5;
  private static final int ABORTED = 9;

  private final Map<Long, Integer> open = new HashMap<>();
  private final byte[] head = new byte[HEAD_BYTES];
  private int frameBytes;
  private int readBytes;
  private int openBytes;

  /**
   * Notes the next bytes of the connection.
   *
   * @return whether the unfinished deliveries are still small enough, and the frames are valid
   */
  boolean add(ByteBuf input) {
    ByteBuf rest = input.duplicate();
    while (rest.isReadable()) {
      if (readBytes < PREFIX_BYTES) {
        readHead(rest, PREFIX_BYTES);
        if (readBytes < PREFIX_BYTES) {
          return true;
        }
        int size = ByteBuffer.wrap(head).getInt();
        frameBytes = size == PROTOCOL_HEADER ? PREFIX_BYTES : size;
        if (frameBytes < PREFIX_BYTES) {
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
    boolean isHeadNew = readBytes < headEnd || frameBytes == PREFIX_BYTES;
    readHead(rest, headEnd);
    if (isHeadNew && readBytes == headEnd && !isAcceptable()) {
      return false;
    }
    int skipped = Math.min(rest.readableBytes(), frameBytes - readBytes);
    rest.skipBytes(skipped);
    readBytes += skipped;
    if (readBytes == frameBytes) {
      readBytes = 0;
    }
    return true;
  }

  private void readHead(ByteBuf rest, int end) {
    int count = Math.min(rest.readableBytes(), end - readBytes);
    if (count > 0) {
      rest.readBytes(head, readBytes, count);
      readBytes += count;
    }
  }

  private boolean isAcceptable() {
    ByteBuffer frame = ByteBuffer.wrap(head, 0, readBytes);
    boolean isProtocolHeader = frame.getInt() == PROTOCOL_HEADER;
    int offset = (frame.get() & 0xff) * Integer.BYTES;
    boolean isAmqp = frame.get() == 0;
    long channel = frame.getShort();
    if (isProtocolHeader || !isAmqp || offset == frameBytes) {
      return true;
    }
    if (offset < PREFIX_BYTES) {
      return false;
    }
    try {
      frame.position(offset);
      return !isTransfer(frame) || add(channel, frame);
    } catch (RuntimeException e) {
      // A field is longer than the frame, or than any producer makes it.
      return false;
    }
  }

  private static boolean isTransfer(ByteBuffer frame) {
    if (frame.get() != 0) {
      return false;
    }
    return switch (frame.get() & 0xff) {
      case 0x53 -> frame.get() == TRANSFER;
      case 0x80 -> frame.getLong() == TRANSFER;
      case 0xa3 -> symbol(frame, frame.get() & 0xff).equals(TRANSFER_SYMBOL);
      case 0xb3 -> symbol(frame, frame.getInt()).equals(TRANSFER_SYMBOL);
      default -> false;
    };
  }

  private static String symbol(ByteBuffer frame, int length) {
    if (length < 0 || length > frame.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Notes a transfer, which has a part of a delivery. */
  private boolean add(long channel, ByteBuffer frame) {
    int fields = fields(frame);
    int handle = 0;
    boolean unfinished = false;
    for (int field = 0; field < fields && field <= MORE; field++) {
      switch (field) {
        case HANDLE -> handle = integer(frame);
        case MORE -> unfinished = isTrue(frame);
        default -> skip(frame);
      }
    }
    long link = channel << Integer.SIZE | handle & 0xffffffffL;
    if (unfinished && !isAborted(frame, fields)) {
      open.merge(link, frameBytes, Integer::sum);
      openBytes += frameBytes;
    } else {
      Integer finished = open.remove(link);
      openBytes -= finished == null ? 0 : finished;
    }
    return openBytes >= 0 && openBytes <= MAX_BYTES && open.size() <= MAX_OPEN;
  }

  private static boolean isAborted(ByteBuffer frame, int fields) {
    try {
      for (int field = MORE + 1; field < Math.min(fields, ABORTED); field++) {
        skip(frame);
      }
      return fields > ABORTED && isTrue(frame);
    } catch (RuntimeException e) {
      // A long state hides the field; the delivery then counts until its link has another one.
      return false;
    }
  }

  private static int fields(ByteBuffer list) {
    switch (list.get() & 0xff) {
      case 0x45:
        return 0;
      case 0xc0:
        list.get();
        return list.get() & 0xff;
      case 0xd0:
        list.getInt();
        return list.getInt();
      default:
        throw new IllegalArgumentException("No list");
    }
  }

  private static int integer(ByteBuffer value) {
    return switch (value.get() & 0xff) {
      case 0x43 -> 0;
      case 0x52 -> value.get() & 0xff;
      case 0x70 -> value.getInt();
      default -> throw new IllegalArgumentException("No integer");
    };
  }

  private static boolean isTrue(ByteBuffer value) {
    return switch (value.get() & 0xff) {
      case 0x40, 0x42 -> false;
      case 0x41 -> true;
      case 0x56 -> value.get() != 0;
      default -> throw new IllegalArgumentException("No boolean");
    };
  }

  /** Skips a value, whose width follows from the first half of its code. */
  private static void skip(ByteBuffer value) {
    int code = value.get() & 0xff;
    if (code == 0) {
      // A described value: its descriptor and itself. No descriptor is described.
      if (value.get(value.position()) == 0) {
        throw new IllegalArgumentException("A described descriptor");
      }
      skip(value);
      skip(value);
      return;
    }
    int width =
        switch (code >> 4) {
          case 0x4 -> 0;
          case 0x5 -> 1;
          case 0x6 -> 2;
          case 0x7 -> 4;
          case 0x8 -> 8;
          case 0x9 -> 16;
          case 0xa, 0xc, 0xe -> value.get() & 0xff;
          case 0xb, 0xd, 0xf -> value.getInt();
          default -> throw new IllegalArgumentException("No AMQP type");
        };
    if (width < 0 || width > value.remaining()) {
      throw new BufferUnderflowException();
    }
    value.position(value.position() + width);
  }
}
