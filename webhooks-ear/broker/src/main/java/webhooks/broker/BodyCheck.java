package webhooks.broker;

import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Checks that the JMS client can read the body of a message without more memory than the message
 * has.
 *
 * <p>Artemis's client believes the number of entries and the lengths that a body claims, and
 * allocates as much before it reads on: a map message of twenty bytes can ask for gigabytes.
 */
final class BodyCheck {
  /** The minimum size of a map's entry: the length of its key, and the type of its value. */
  private static final int MIN_ENTRY_BYTES = DataConstants.SIZE_INT + DataConstants.SIZE_BYTE;

  private BodyCheck() {}

  /** Returns whether the client allocates the sizes that the body of this message claims. */
  static boolean isNeeded(Message message) {
    byte type = message.toCore().getType();
    return type == Message.MAP_TYPE || type == Message.STREAM_TYPE || type == Message.OBJECT_TYPE;
  }

  /** Returns whether all sizes that the body claims fit into it. */
  static boolean isReadable(ICoreMessage message) {
    try {
      ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
      return switch (message.getType()) {
        case Message.MAP_TYPE -> isMap(body);
        case Message.STREAM_TYPE -> isStream(body);
        default -> isWithin(body.readInt(), body);
      };
    } catch (RuntimeException e) {
      // The body ends too early, or a string in it is malformed.
      return false;
    }
  }

  /** Returns whether all sizes that a map claims fit into the buffer. */
  static boolean isMap(ActiveMQBuffer body) {
    if (body.readByte() == DataConstants.NULL) {
      return true;
    }
    int entries = body.readInt();
    if (!isWithin(entries, body) || (long) entries * MIN_ENTRY_BYTES > body.readableBytes()) {
      return false;
    }
    boolean readable = true;
    for (int i = 0; i < entries && readable; i++) {
      readable = skip(body.readInt(), body) && skipMapValue(body.readByte(), body);
    }
    return readable;
  }

  private static boolean skipMapValue(byte type, ActiveMQBuffer body) {
    return switch (type) {
      case DataConstants.NULL -> true;
      case DataConstants.STRING -> skip(body.readInt(), body);
      default -> skipValue(type, body);
    };
  }

  private static boolean isStream(ActiveMQBuffer body) {
    boolean readable = true;
    while (body.readableBytes() > 0 && readable) {
      byte type = body.readByte();
      if (type == DataConstants.STRING) {
        // The client checks the length of a string itself.
        body.readNullableString();
      } else {
        readable = skipValue(type, body);
      }
    }
    return readable;
  }

  /** Skips a value that is no string, and returns false if its type is unknown or it is cut off. */
  private static boolean skipValue(byte type, ActiveMQBuffer body) {
    return switch (type) {
      case DataConstants.BYTES -> skip(body.readInt(), body);
      case DataConstants.BOOLEAN, DataConstants.BYTE -> skip(DataConstants.SIZE_BYTE, body);
      case DataConstants.SHORT, DataConstants.CHAR -> skip(DataConstants.SIZE_SHORT, body);
      case DataConstants.INT, DataConstants.FLOAT -> skip(DataConstants.SIZE_INT, body);
      case DataConstants.LONG, DataConstants.DOUBLE -> skip(DataConstants.SIZE_LONG, body);
      default -> false;
    };
  }

  private static boolean skip(int length, ActiveMQBuffer body) {
    if (!isWithin(length, body)) {
      return false;
    }
    body.skipBytes(length);
    return true;
  }

  /** Returns whether the buffer has that many bytes. */
  static boolean isWithin(int length, ActiveMQBuffer body) {
    return length >= 0 && length <= body.readableBytes();
  }
}
