package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.codec.TypeConstructor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with broken messages that the decoder reads no symbol which the check has not found. */
class ProtonMutationTest {
  private static final int ROUNDS = 40_000;

  /** Codes that change how the bytes behind them are read. */
  private static final int[] CODES = {
    0x00, 0x40, 0x45, 0x53, 0x80, 0xa0, 0xa1, 0xa3, 0xb0, 0xb3, 0xc0, 0xc1, 0xd0, 0xe0, 0xf0, 1, 2
  };

  private final DecoderImpl decoder = new DecoderImpl();
  private int accepted;

  private static String message(Random random) {
    String name = AmqpHex.symbol(AmqpHex.randomName(random, 6));
    String other = AmqpHex.longSymbol(AmqpHex.randomName(random, 5));
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      data.append(AmqpHex.symbol(AmqpHex.randomName(random, 5)));
    }
    String hidden = AmqpHex.binary(data.toString());
    List<String> values =
        List.of(
            AmqpHex.shortList(name, hidden, "41"),
            AmqpHex.map(other, hidden, name, AmqpHex.list("41", other)),
            AmqpHex.shortArray("a3", "0161", "0462626262"),
            AmqpHex.array("50", "a3", "04", "61", "62", "63", "64"),
            "00" + name + AmqpHex.shortMap(other, "5201"),
            AmqpHex.described(0x77, hidden),
            hidden,
            hidden,
            AmqpHex.shortList("41", "5001"));
    StringBuilder message =
        new StringBuilder(AmqpHex.described(0x72, AmqpHex.shortMap(name, "41")));
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      message.append(values.get(random.nextInt(values.size())));
    }
    return message.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void decoderReadsOnlyWhatIsFound(long seed) throws Exception {
    AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    Random random = new Random(seed);
    Set<String> kept = KeptSymbols.names();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = AmqpHex.bytesOf(message(random));
      for (int i = random.nextInt(4); i > 0; i--) {
        int index = random.nextInt(bytes.length);
        bytes[index] =
            (byte)
                (random.nextBoolean()
                    ? CODES[random.nextInt(CODES.length)]
                    : bytes[index] + 20 - random.nextInt(40));
      }
      Set<String> found = found(bytes);
      if (found == null) {
        continue;
      }
      accepted++;
      found.removeIf(kept::contains);
      int before = kept.size();
      decode(bytes, random);
      if (kept.size() != before) {
        found.retainAll(kept);
        assertThat(found)
            .as("new names in %s", HexFormat.of().formatHex(bytes))
            .hasSize(kept.size() - before);
      }
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 10);
  }

  /** Returns the names in a message, or null if it is refused. */
  private static Set<String> found(byte[] bytes) {
    Set<String> names = new HashSet<>();
    AmqpValues values =
        new AmqpValues(
            name ->
                names.add(
                        new String(
                            name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.US_ASCII))
                    || true);
    ByteBuf rest = Unpooled.wrappedBuffer(bytes);
    while (rest.isReadable()) {
      if (!values.read(rest)) {
        return null;
      }
    }
    return values.isComplete() ? names : null;
  }

  /** Reads or skips one value after the other, as Artemis does, until an error. */
  private void decode(byte[] bytes, Random random) {
    ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(ByteBuffer.wrap(bytes));
    decoder.setBuffer(buffer);
    try {
      while (buffer.hasRemaining()) {
        TypeConstructor<?> constructor = decoder.readConstructor();
        if (random.nextBoolean()) {
          constructor.skipValue();
        } else {
          constructor.readValue();
        }
      }
    } catch (RuntimeException e) {
      // The broker refuses such a message.
    }
  }
}
