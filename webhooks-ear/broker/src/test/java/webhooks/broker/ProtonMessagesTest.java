package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.WritableBuffer;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that messages of Proton's encoder pass, with exactly the symbols that are in them. */
class ProtonMessagesTest {
  private final List<String> sent = new ArrayList<>();
  private final List<String> found = new ArrayList<>();
  private final AmqpValues values = new AmqpValues(found::add);

  /** Returns a symbol, which the message has once. */
  private Symbol symbol(String name) {
    sent.add(name);
    return Symbol.valueOf(name);
  }

  private static List<Object> scalars() {
    return new ArrayList<>(
        List.of(
            true,
            (byte) 1,
            (short) 1,
            1,
            1L,
            1F,
            1D,
            'a',
            0,
            0L,
            300,
            -3L,
            UnsignedByte.valueOf((byte) -1),
            UnsignedShort.valueOf((short) 7),
            UnsignedInteger.valueOf(0),
            UnsignedInteger.valueOf(70_000),
            UnsignedLong.valueOf(0),
            UnsignedLong.valueOf(-1),
            new Decimal32(1),
            new Decimal64(1),
            new Decimal128(1, 1),
            new Date(1),
            new UUID(1, 2),
            new Binary(new byte[] {(byte) 0xa3, 1, 1}),
            new Binary(new byte[300]),
            "text",
            "\u00a3".repeat(300)));
  }

  private Map<Symbol, Object> annotations(String prefix) {
    Map<Symbol, Object> annotations = new LinkedHashMap<>();
    for (Object scalar : scalars()) {
      annotations.put(symbol(prefix + annotations.size()), scalar);
    }
    annotations.put(symbol(prefix + "-symbol"), symbol(prefix + "-value"));
    annotations.put(symbol(prefix + "-null"), null);
    annotations.put(symbol(prefix + "-long" + "x".repeat(300)), List.of(1, List.of(), Map.of()));
    annotations.put(symbol(prefix + "-array"), new Symbol[] {symbol("i" + prefix), symbol("j")});
    return annotations;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setMessageId(new UUID(3, 4));
    properties.setUserId(new Binary(new byte[] {1}));
    properties.setTo("webhooks.events");
    properties.setSubject("subject");
    properties.setReplyTo("reply");
    properties.setCorrelationId(UnsignedLong.valueOf(1));
    properties.setContentType(symbol("application/json"));
    properties.setContentEncoding(symbol("gzip"));
    properties.setAbsoluteExpiryTime(new Date(5));
    properties.setGroupId("group");
    properties.setGroupSequence(UnsignedInteger.valueOf(6));
    return properties;
  }

  static List<Supplier<Section>> bodies() {
    return List.of(
        () -> new Data(new Binary(new byte[3000])),
        () -> new AmqpValue("text".repeat(1000)),
        () -> new AmqpValue(null),
        () -> new AmqpValue(Map.of("a", 1, "b", List.of(2, Map.of("c", new Integer[] {1, 2})))),
        () -> new AmqpValue(new long[] {1, 2, 3}),
        () -> new AmqpValue(new boolean[300]),
        () -> new AmqpValue(new String[] {"a", "b".repeat(300)}),
        () -> new AmqpValue(new UUID[] {new UUID(1, 2)}),
        () -> new AmqpSequence(scalars()),
        () -> new AmqpSequence(List.of()));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void passWithAllSections(Supplier<Section> body) {
    Message message = Proton.message();
    Header header = new Header();
    header.setDurable(true);
    header.setPriority(UnsignedByte.valueOf((byte) 9));
    header.setTtl(UnsignedInteger.valueOf(1000));
    message.setHeader(header);
    message.setDeliveryAnnotations(new DeliveryAnnotations(annotations("d")));
    message.setMessageAnnotations(new MessageAnnotations(annotations("m")));
    message.setProperties(properties());
    Map<String, Object> application = new LinkedHashMap<>();
    scalars().forEach(scalar -> application.put("key" + application.size(), scalar));
    message.setApplicationProperties(new ApplicationProperties(application));
    message.setBody(body.get());
    message.setFooter(new Footer(annotations("f")));

    assertPasses(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void passWithRandomValues(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      sent.clear();
      found.clear();
      Message message = Proton.message();
      Map<Symbol, Object> annotations = new LinkedHashMap<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        annotations.put(symbol("a" + j), value(random, 4));
      }
      message.setMessageAnnotations(new MessageAnnotations(annotations));
      message.setBody(new AmqpValue(value(random, 5)));

      assertPasses(message);
    }
  }

  /** Returns a value with others in it. */
  private Object value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 7);
    switch (kind) {
      case 0:
        return symbol("s" + random.nextInt(1000) + "x".repeat(random.nextInt(2) * 300));
      case 1, 2:
        List<Object> scalars = scalars();
        return scalars.get(random.nextInt(scalars.size()));
      case 3:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i -= 1 + i / 4) {
          list.add(value(random, depth - 1));
        }
        return list;
      case 4:
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put("key" + i, value(random, depth - 1));
        }
        return map;
      case 5:
        return random.ints(1 + random.nextInt(100)).boxed().toArray(Integer[]::new);
      default:
        Symbol[] symbols = new Symbol[1 + random.nextInt(3)];
        for (int i = 0; i < symbols.length; i++) {
          symbols[i] = symbol("t" + i);
        }
        return symbols;
    }
  }

  private void assertPasses(Message message) {
    ByteBuf buffer = Unpooled.buffer(1024 * 1024);
    byte[] bytes = new byte[1024 * 1024];
    WritableBuffer.ByteBufferWrapper target = WritableBuffer.ByteBufferWrapper.wrap(bytes);
    int length = message.encode(target);
    buffer.writeBytes(bytes, 0, length);

    while (buffer.isReadable()) {
      assertThat(values.read(buffer)).isTrue();
    }

    assertThat(values.isComplete()).isTrue();
    assertThat(found).containsExactlyElementsOf(sent);
  }
}
