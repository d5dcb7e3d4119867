package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
  private static final String CLAIM = "_AMQ_LARGE_SIZE";

  /** Intake's selector leaves these messages in the queue. */
  @Test
  void refusesClaimThatIntakeWouldNotReceive() {
    for (Object claim : new Object[] {4L * 1024 * 1024 + 1, "1", 1, Double.NaN, new byte[1]}) {
      assertThatThrownBy(send(core(claim)))
          .as("%s", claim)
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("must not claim");
    }
  }

  @Test
  void acceptsClaimOfArtemisClient() {
    assertThatCode(send(core(4L * 1024 * 1024))).doesNotThrowAnyException();
  }

  @Test
  void refusesLargeAmqpMessageThatCannotBeConverted() {
    for (Throwable failure : new Throwable[] {new RuntimeException(), new StackOverflowError()}) {
      assertThatThrownBy(send(largeAmqp(() -> SizeLimitTest.<RuntimeException>raise(failure))))
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("a body that JMS knows");
    }
  }

  /** JMS has no such type, so a time must be a string. */
  @Test
  void refusesTimestampsAsProperties() {
    assertThatCode(send(amqp("2026-10-02T14:55:00Z"))).doesNotThrowAnyException();

    assertThatThrownBy(send(amqp(new Date(5))))
        .isInstanceOf(ActiveMQException.class)
        .hasMessageContaining("no timestamps");
  }

  private static Message amqp(Object property) {
    org.apache.qpid.proton.message.Message message = Proton.message();
    message.setApplicationProperties(
        new ApplicationProperties(Map.of("cloudEvents:time", property)));
    byte[] encoded = new byte[1000];
    int length = message.encode(encoded, 0, encoded.length);
    AMQPStandardMessage received = new AMQPStandardMessage(0, Arrays.copyOf(encoded, length), null);
    received.setAddress(QueueNames.EVENTS);
    return received;
  }

  @Test
  void acceptsLargeAmqpMessage() {
    assertThatCode(send(largeAmqp(() -> null))).doesNotThrowAnyException();
  }

  private static ThrowingCallable send(Message message) {
    return () -> new SizeLimit().beforeSend(null, null, message, false, false);
  }

  private static Message core(Object claim) {
    return new CoreMessage(1, 100).setAddress(QueueNames.EVENTS).putObjectProperty(CLAIM, claim);
  }

  /** Returns a message that is not Artemis's own and so large that its body is in a file. */
  private static Message largeAmqp(Supplier<ICoreMessage> conversion) {
    Map<String, Object> answers =
        Map.of(
            "getAddress",
            QueueNames.EVENTS,
            "getWholeMessageSize",
            200_000L,
            "isLargeMessage",
            true,
            "containsProperty",
            false);
    return (Message)
        Proxy.newProxyInstance(
            SizeLimitTest.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (proxy, method, args) ->
                method.getName().equals("toCore")
                    ? conversion.get()
                    : answers.get(method.getName()));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> ICoreMessage raise(Throwable failure) throws T {
    throw (T) failure;
  }
}
