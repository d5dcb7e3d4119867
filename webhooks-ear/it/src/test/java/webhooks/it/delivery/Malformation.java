package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.utils.DataConstants;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.CoreClient;

/** A message body that does not match the type of its message. */
enum Malformation {
  TEXT_OF_RAW_BYTES(Message.TEXT_TYPE, Malformation::writeRawBytes),
  TEXT_OF_HUGE_LENGTH(Message.TEXT_TYPE, Malformation::writeHugeLength),
  TEXT_OF_NOTHING(Message.TEXT_TYPE, (message, text) -> {}),
  MAP_OF_RAW_BYTES(Message.MAP_TYPE, Malformation::writeRawBytes),
  MAP_OF_HUGE_COUNT(Message.MAP_TYPE, Malformation::writeHugeCount),
  MAP_OF_HUGE_BYTES(Message.MAP_TYPE, Malformation::writeHugeBytes),
  STREAM_OF_RAW_BYTES(Message.STREAM_TYPE, Malformation::writeRawBytes),
  OBJECT_OF_RAW_BYTES(Message.OBJECT_TYPE, Malformation::writeRawBytes),
  UNKNOWN_TYPE((byte) 99, Malformation::writeRawBytes),
  COMPRESSED_WITHOUT_SIZE(Message.TEXT_TYPE, Malformation::claimCompression),
  COMPRESSED_WITH_SIZE(Message.TEXT_TYPE, Malformation::claimCompressionOfSize);

  private final byte type;
  private final BiConsumer<ClientMessage, String> body;

  Malformation(byte type, BiConsumer<ClientMessage, String> body) {
    this.type = type;
    this.body = body;
  }

  /**
   * Returns whether intake receives such a message. It leaves others with a broker that does not
   * refuse them.
   */
  boolean isReceived() {
    return this != COMPRESSED_WITHOUT_SIZE && this != COMPRESSED_WITH_SIZE;
  }

  /** Returns whether WildFly's own broker refuses the body at its producer. */
  boolean claimsTooMuch() {
    return type == Message.MAP_TYPE || type == Message.STREAM_TYPE || type == Message.OBJECT_TYPE;
  }

  /** Publishes a message whose body would be a valid event of the account. */
  void publish(CoreClient client, String mark, String account) {
    String text = Event.ofAccount(account).json();
    client.publish(mark, type, message -> body.accept(message, text));
  }

  private static void writeRawBytes(ClientMessage message, String text) {
    message.getBodyBuffer().writeBytes(text.getBytes(UTF_8));
  }

  private static void writeHugeLength(ClientMessage message, String text) {
    message.getBodyBuffer().writeByte((byte) 1);
    message.getBodyBuffer().writeInt(Integer.MAX_VALUE);
    writeRawBytes(message, text);
  }

  /** The client allocates room for all entries when it puts the first, so there is one. */
  private static void writeHugeCount(ClientMessage message, String text) {
    ActiveMQBuffer body = message.getBodyBuffer();
    body.writeByte(DataConstants.NOT_NULL);
    body.writeInt(Integer.MAX_VALUE);
    body.writeSimpleString(SimpleString.of("event"));
    body.writeByte(DataConstants.STRING);
    body.writeSimpleString(SimpleString.of(text));
  }

  private static void writeHugeBytes(ClientMessage message, String text) {
    ActiveMQBuffer body = message.getBodyBuffer();
    body.writeByte(DataConstants.NOT_NULL);
    body.writeInt(1);
    body.writeSimpleString(SimpleString.of("event"));
    body.writeByte(DataConstants.BYTES);
    body.writeInt(Integer.MAX_VALUE);
    writeRawBytes(message, text);
  }

  private static void claimCompression(ClientMessage message, String text) {
    message.putBooleanProperty(Message.HDR_LARGE_COMPRESSED, true);
    writeRawBytes(message, text);
  }

  private static void claimCompressionOfSize(ClientMessage message, String text) {
    message.putLongProperty(Message.HDR_LARGE_BODY_SIZE, text.length());
    claimCompression(message, text);
  }
}
