package webhooks.broker.listener;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Recognises the frames of a login, which must be whole (AMQP 1.0, parts 1 and 5).
 *
 * <p>Artemis reads the rest of a frame that it can't decode again and again without an end. So a
 * frame passes only if it has exactly the form of a client's frame.
 */
final class SaslFrame {
  private static final String ANONYMOUS = "ANONYMOUS";

  /**
   * The mechanisms that clients know. Artemis keeps each name that it reads for as long as the
   * process lives, so names that a stranger invents must not reach it.
   */
  private static final Set<String> MECHANISMS =
      Set.of(
          ANONYMOUS,
          "PLAIN",
          "EXTERNAL",
          "AMQPLAIN",
          "CRAM-MD5",
          "GSSAPI",
          "SCRAM-SHA-1",
          "SCRAM-SHA-256",
          "SCRAM-SHA-512",
          "XOAUTH2");

  private static final byte OFFSET = 2;

  private static final long INIT = 0x41;
  private static final long CHALLENGE = 0x42;
  private static final long RESPONSE = 0x43;
  private static final long OUTCOME = 0x44;
  private static final long BEGIN = 0x11;

  private static final int NULL = 0x40;
  private static final int BINARY = 0xa0;
  private static final int STRING = 0xa1;
  private static final int SYMBOL = 0xa3;

  /** The difference between the codes of one type with a length of one byte and of four bytes. */
  private static final int LONG_FORM = 0x10;

  private SaslFrame() {}

  /** Returns whether a client may send the frame during its login. */
  static boolean isOfClient(ByteBuffer frame) {
    try {
      if (frame.get(AmqpHeader.OFFSET) != OFFSET
          || frame.get(AmqpHeader.TYPE) != AmqpHeader.TYPE_SASL) {
        return false;
      }
      ByteBuffer body = frame.duplicate().position(AmqpHeader.BYTES);
      long descriptor = descriptor(body);
      int fields = fields(body);
      if (descriptor == INIT) {
        // The mechanism, its first response, and the name of the host.
        return fields >= 1
            && MECHANISMS.contains(mechanism(body))
            && (fields < 2 || isFieldOrNull(body, BINARY))
            && (fields < 3 || isFieldOrNull(body, STRING))
            && fields <= 3
            && !body.hasRemaining();
      }
      return descriptor == RESPONSE && fields == 1 && isField(body, BINARY) && !body.hasRemaining();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** Returns whether a client's frame begins a login without credentials. */
  static boolean isAnonymous(ByteBuffer frame) {
    ByteBuffer body = frame.duplicate().position(AmqpHeader.BYTES);
    return descriptor(body) == INIT && fields(body) > 0 && ANONYMOUS.equals(mechanism(body));
  }

  /** Returns whether the broker's frame asks the client for a response. */
  static boolean isChallenge(ByteBuffer frame) {
    return isOf(frame, AmqpHeader.TYPE_SASL, CHALLENGE);
  }

  /** Returns whether the broker's frame ends the login. */
  static boolean isOutcome(ByteBuffer frame) {
    return isOf(frame, AmqpHeader.TYPE_SASL, OUTCOME);
  }

  /** Returns whether the broker's frame begins a session. */
  static boolean isBegin(ByteBuffer frame) {
    return isOf(frame, AmqpHeader.TYPE_AMQP, BEGIN);
  }

  private static boolean isOf(ByteBuffer frame, byte type, long descriptor) {
    try {
      return frame.get(AmqpHeader.TYPE) == type
          && frame.limit() > AmqpHeader.BYTES
          && descriptor(frame.duplicate().position(AmqpHeader.BYTES)) == descriptor;
    } catch (BufferUnderflowException e) {
      return false;
    }
  }

  /** Returns whether an outcome accepts the client: its first field is a zero. */
  static boolean isSuccess(ByteBuffer outcome) {
    ByteBuffer body = outcome.duplicate().position(AmqpHeader.BYTES);
    descriptor(body);
    return fields(body) > 0 && body.get() == 0x50 && body.get() == 0;
  }

  private static long descriptor(ByteBuffer body) {
    if (body.get() != 0) {
      return -1;
    }
    return switch (body.get() & 0xff) {
      case 0x53 -> body.get() & 0xff;
      case 0x80 -> body.getLong();
      default -> -1;
    };
  }

  /** Returns the number of a list's fields, or -1 if it is no list that ends with the frame. */
  private static int fields(ByteBuffer list) {
    int size;
    int count;
    switch (list.get() & 0xff) {
      case 0xc0 -> {
        size = (list.get() & 0xff) - Byte.BYTES;
        count = list.get() & 0xff;
      }
      case 0xd0 -> {
        size = list.getInt() - Integer.BYTES;
        count = list.getInt();
      }
      default -> {
        return -1;
      }
    }
    return size == list.remaining() ? count : -1;
  }

  private static boolean isFieldOrNull(ByteBuffer fields, int code) {
    if ((fields.get(fields.position()) & 0xff) == NULL) {
      fields.get();
      return true;
    }
    return isField(fields, code);
  }

  /** Reads the first field of an init. Returns an empty text if the field is no symbol. */
  private static String mechanism(ByteBuffer fields) {
    ByteBuffer field = fields.duplicate();
    if (!isField(fields, SYMBOL)) {
      return "";
    }
    int header =
        (field.get(field.position()) & 0xff) == SYMBOL ? 1 + Byte.BYTES : 1 + Integer.BYTES;
    field.position(field.position() + header).limit(fields.position());
    return StandardCharsets.US_ASCII.decode(field).toString();
  }

  private static boolean isField(ByteBuffer fields, int code) {
    int found = fields.get() & 0xff;
    int length;
    if (found == code) {
      length = fields.get() & 0xff;
    } else if (found == code + LONG_FORM) {
      length = fields.getInt();
    } else {
      return false;
    }
    if (length < 0 || length > fields.remaining()) {
      return false;
    }
    fields.position(fields.position() + length);
    return true;
  }
}
