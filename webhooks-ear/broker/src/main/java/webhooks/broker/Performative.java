package webhooks.broker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a frame of AMQP that say to which delivery it belongs (AMQP 1.0, part 2).
 *
 * @param kind what the frame does
 * @param channel the channel of the link's session
 * @param handle the link, or {@link #ANY} if the frame does not begin with it
 * @param deliveryId the delivery of a transfer, or {@link #ANY} if it continues the one of its link
 * @param more whether a transfer has only a part of its delivery, and another one follows
 * @param aborted whether a transfer ends its delivery without a message
 */
record Performative(
    Kind kind, int channel, long handle, long deliveryId, boolean more, boolean aborted) {
  static final long ANY = -1;

  private static final int NULL = 0x40;

  private static final int HANDLE = 0;
  private static final int DELIVERY_ID = 1;
  private static final int MORE = 5;
  private static final int ABORTED = 9;

  /** What a frame does. */
  enum Kind {
    BEGIN(0x11, "amqp:begin:list"),
    ATTACH(0x12, "amqp:attach:list"),
    TRANSFER(0x14, "amqp:transfer:list"),
    DETACH(0x16, "amqp:detach:list"),
    END(0x17, "amqp:end:list"),
    CLOSE(0x18, "amqp:close:list"),
    OTHER(-1, "");

    private final long descriptor;
    private final String symbol;

    Kind(long descriptor, String symbol) {
      this.descriptor = descriptor;
      this.symbol = symbol;
    }
  }

  /**
   * Reads the beginning of a frame's body.
   *
   * @throws RuntimeException if a field is longer than the beginning, or than any producer makes it
   */
  static Performative of(int channel, ByteBuffer body) {
    Kind kind = kind(body);
    return switch (kind) {
      case BEGIN -> {
        if (fields(body) > 0 && (body.get() & 0xff) != NULL) {
          throw new IllegalArgumentException("A session of the broker, which begins none");
        }
        yield new Performative(kind, channel, ANY, ANY, false, false);
      }
      case ATTACH -> new Performative(kind, channel, handleBehindName(body), ANY, false, false);
      case DETACH ->
          new Performative(
              kind, channel, fields(body) > 0 ? integer(body) : ANY, ANY, false, false);
      case TRANSFER -> transfer(channel, body);
      default -> new Performative(kind, channel, ANY, ANY, false, false);
    };
  }

  /** Returns whether the body of a frame closes its connection. */
  static boolean isClose(ByteBuffer body) {
    return kind(body) == Kind.CLOSE;
  }

  private static Kind kind(ByteBuffer body) {
    if (body.get() != 0) {
      return Kind.OTHER;
    }
    return switch (body.get() & 0xff) {
      case 0x53 -> kind(body.get() & 0xff);
      case 0x80 -> kind(body.getLong());
      case 0xa3 -> kind(symbol(body, body.get() & 0xff));
      case 0xb3 -> kind(symbol(body, body.getInt()));
      default -> Kind.OTHER;
    };
  }

  private static Kind kind(long descriptor) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.descriptor == descriptor)
        .findFirst()
        .orElse(Kind.OTHER);
  }

  private static Kind kind(String symbol) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.symbol.equals(symbol))
        .findFirst()
        .orElse(Kind.OTHER);
  }

  private static String symbol(ByteBuffer body, int length) {
    if (length < 0 || length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    body.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Returns the handle of an attach, or any if the name before it is long. */
  private static long handleBehindName(ByteBuffer body) {
    try {
      if (fields(body) <= 1) {
        return ANY;
      }
      skip(body);
      return integer(body);
    } catch (RuntimeException e) {
      return ANY;
    }
  }

  private static Performative transfer(int channel, ByteBuffer body) {
    int fields = fields(body);
    long handle = 0;
    long deliveryId = ANY;
    boolean more = false;
    for (int field = 0; field < fields && field <= MORE; field++) {
      switch (field) {
        case HANDLE -> handle = integer(body);
        case DELIVERY_ID -> deliveryId = isNull(body) ? ANY : integer(body);
        case MORE -> more = isTrue(body);
        default -> skip(body);
      }
    }
    return new Performative(
        Kind.TRANSFER, channel, handle, deliveryId, more, isAborted(body, fields));
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
      // A long state hides the field. If it aborts, the connection ends with the next delivery.
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
