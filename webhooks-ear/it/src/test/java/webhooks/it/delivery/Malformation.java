package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.CoreClient;

/** A message body that does not match the type of its message. */
enum Malformation {
  TEXT_OF_RAW_BYTES(Message.TEXT_TYPE, Malformation::writeRawBytes),
  TEXT_OF_HUGE_LENGTH(Message.TEXT_TYPE, Malformation::writeHugeLength),
  TEXT_OF_NOTHING(Message.TEXT_TYPE, (message, text) -> {}),
  MAP_OF_RAW_BYTES(Message.MAP_TYPE, Malformation::writeRawBytes);

  private final byte type;
  private final BiConsumer<ClientMessage, String> body;

  Malformation(byte type, BiConsumer<ClientMessage, String> body) {
    this.type = type;
    this.body = body;
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
}
