package webhooks.broker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of an AMQP frame that assign it to a delivery (AMQP 1.0, part 2).
 *
 * <p>{@link AmqpDeliveries} limits unfinished deliveries, so it must assign each frame to the same
 * delivery as Artemis does.
 *
 * @param kind what the frame does
 * @param channel the channel of the link's session
 * @param handle the number of the link, or {@link #NONE} if the frame has none that can be read
 * @param deliveryId the number of a transfer's delivery, or {@link #NONE} if the transfer continues
 *     the delivery of its link
 * @param more whether a transfer has only a part of its delivery, and another one follows
 * @param aborted whether a transfer ends its delivery without a message
 */
record Performative(
    FrameKind kind, int channel, long handle, long deliveryId, boolean more, boolean aborted) {
  static final long NONE = -1;

  private static final int NULL = 0x40;

  private static final int HANDLE = 0;
  private static final int DELIVERY_ID = 1;
  private static final int MORE = 5;
  private static final int ABORTED = 9;

  /** What a frame does. */
  enum FrameKind {
    BEGIN(0x11, "amqp:begin:list"),
    ATTACH(0x12, "amqp:attach:list"),
    TRANSFER(0x14, "amqp:transfer:list"),
    DETACH(0x16, "amqp:detach:list"),
    END(0x17, "amqp:end:list"),
    CLOSE(0x18, "amqp:close:list"),
    OTHER(-1, "");

    private final long descriptor;
    private final String symbol;

    FrameKind(long descriptor, String symbol) {
      this.descriptor = descriptor;
      this.symbol = symbol;
    }
  }

  /**
   * Reads the beginning of a frame's body.
   *
   * @throws RuntimeException if a field is malformed or longer than the beginning, or if the frame
   *     answers a session of the broker
   */
  static Performative of(int channel, ByteBuffer body) {
    FrameKind kind = kind(body);
    return switch (kind) {
      case BEGIN -> {
        if (fields(body) > 0 && (body.get() & 0xff) != NULL) {
          throw new IllegalArgumentException("An answer to the broker, which begins no session");
        }
        yield new Performative(kind, channel, NONE, NONE, false, false);
      }
      case ATTACH -> new Performative(kind, channel, handleBehindName(body), NONE, false, false);
      case DETACH ->
          new Performative(
              kind, channel, fields(body) > 0 ? integer(body) : NONE, NONE, false, false);
      case TRANSFER -> transfer(channel, body);
      default -> new Performative(kind, channel, NONE, NONE, false, false);
    };
  }

  /** Returns whether the body of a frame closes its connection. */
  static boolean isClose(ByteBuffer body) {
    return kind(body) == FrameKind.CLOSE;
  }

  private static FrameKind kind(ByteBuffer body) {
    if (body.get() != 0) {
      return FrameKind.OTHER;
    }
    return switch (body.get() & 0xff) {
      case 0x53 -> kind(body.get() & 0xff);
      case 0x80 -> kind(body.getLong());
      case 0xa3 -> kind(symbol(body, body.get() & 0xff));
      case 0xb3 -> kind(symbol(body, body.getInt()));
      default -> FrameKind.OTHER;
    };
  }

  private static FrameKind kind(long descriptor) {
    return Arrays.stream(FrameKind.values())
        .filter(each -> each.descriptor == descriptor)
        .findFirst()
        .orElse(FrameKind.OTHER);
  }

  private static FrameKind kind(String symbol) {
    return Arrays.stream(FrameKind.values())
        .filter(each -> each.symbol.equals(symbol))
        .findFirst()
        .orElse(FrameKind.OTHER);
  }

  private static String symbol(ByteBuffer body, int length) {
    if (length < 0 || length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Returns the handle of an attach, or none if it can't be read, such as behind a long name. */
  private static long handleBehindName(ByteBuffer body) {
    try {
      if (fields(body) <= 1) {
        return NONE;
      }
      skip(body);
      return integer(body);
    } catch (RuntimeException e) {
      return NONE;
    }
  }

  private static Performative transfer(int channel, ByteBuffer body) {
    int fields = fields(body);
    // Artemis refuses a transfer without a handle.
    long handle = 0;
    long deliveryId = NONE;
    boolean more = false;
    for (int field = 0; field < fields && field <= MORE; field++) {
      switch (field) {
        case HANDLE -> handle = integer(body);
        case DELIVERY_ID -> deliveryId = isNull(body) ? NONE : integer(body);
        case MORE -> more = isTrue(body);
        default -> skip(body);
      }
    }
    return new Performative(
        FrameKind.TRANSFER, channel, handle, deliveryId, more, isAborted(body, fields));
  }

  private static boolean isNull(ByteBuffer body) {
    boolean isNull = (body.get(body.position()) & 0xff) == NULL;
    if (isNull) {
      body.get();
    }
    return isNull;
  }

  private static boolean isAborted(ByteBuffer body, int fields) {
    try {
      for (int field = MORE + 1; field < Math.min(fields, ABORTED); field++) {
        skip(body);
      }
      return fields > ABORTED && isTrue(body);
    } catch (RuntimeException e) {
      // A long state hides the field. If the transfer aborts its delivery, the next delivery of
      // the link is refused.
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

  private static long integer(ByteBuffer value) {
    return switch (value.get() & 0xff) {
      case 0x43 -> 0;
      case 0x52 -> value.get() & 0xff;
      case 0x70 -> value.getInt() & 0xffffffffL;
      default -> throw new IllegalArgumentException("No integer");
    };
  }

  private static boolean isTrue(ByteBuffer value) {
    return switch (value.get() & 0xff) {
      case NULL, 0x42 -> false;
      case 0x41 -> true;
      case 0x56 -> value.get() != 0;
      default -> throw new IllegalArgumentException("No boolean");
    };
  }

  /** Skips a value. The upper four bits of its code determine its width. */
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
          case 0xa, 0xc, 0xe -> value.get() & 0xff;
          case 0xb, 0xd, 0xf -> value.getInt();
          default -> AmqpValues.width(code);
        };
    // There is no such type, or the frame is shorter.
    if (width < 0 || width > value.remaining()) {
      throw new BufferUnderflowException();
    }
    value.position(value.position() + width);
  }
}
