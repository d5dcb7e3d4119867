package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.utils.DataConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLimitTest {
  @ParameterizedTest
  @ValueSource(bytes = {Message.MAP_TYPE, Message.STREAM_TYPE, Message.OBJECT_TYPE})
  void refusesFalseClaim(byte type) {
    assertThatThrownBy(send(message(type, Integer.MAX_VALUE)))
        .isInstanceOf(ActiveMQException.class)
        .hasMessageContaining("must not claim more");
  }

  @Test
  void acceptsTrueClaim() {
    assertThatCode(send(message(Message.MAP_TYPE, 0))).doesNotThrowAnyException();
  }

  /** Artemis's client checks the length of a text itself. */
  @Test
  void acceptsMalformedText() {
    assertThatCode(send(message(Message.TEXT_TYPE, Integer.MAX_VALUE))).doesNotThrowAnyException();
  }

  /** Only the product sends to this queue, what is in the broker already. */
  @Test
  void leavesTheInvalidQueueAlone() {
    CoreMessage rejected = message(Message.MAP_TYPE, Integer.MAX_VALUE);
    rejected.setAddress(QueueNames.INVALID);

    assertThatCode(send(rejected)).doesNotThrowAnyException();
  }

  private static ThrowingCallable send(Message message) {
    return () -> new BodyLimit().beforeSend(null, null, message, false, false);
  }

  /** Returns a message whose body claims as many entries or bytes, and has none. */
  private static CoreMessage message(byte type, int claim) {
    CoreMessage message = new CoreMessage(1, 100);
    message.setType(type);
    message.setAddress(QueueNames.EVENTS);
    message.getBodyBuffer().writeByte(DataConstants.NOT_NULL);
    message.getBodyBuffer().writeInt(claim);
    return message;
  }
}
