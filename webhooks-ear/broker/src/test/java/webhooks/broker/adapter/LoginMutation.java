package webhooks.broker.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SubscribeClusterTopologyUpdatesMessageV2;

/** Makes beginnings of connections that are a login nearly, in both protocols. */
final class LoginMutation {
  private static final byte[] CORE = "ARTEMIS".getBytes(US_ASCII);
  private static final byte[] SASL = HexFormat.of().parseHex("414d515003010000");
  private static final byte[] BARE = HexFormat.of().parseHex("414d515000010000");
  private static final byte[] OPEN = frame("02000000" + "005310c00401a10178");
  private static final byte[] BEGIN = frame("02000000" + "005311c00a044043700200000052ff");
  private static final byte[] PLAIN =
      frame("02010000" + "005341c01302a305504c41494ea00900" + "75736572" + "00" + "77726f");
  private static final byte[] ANONYMOUS = frame("02010000" + "005341c00c01a309414e4f4e594d4f5553");
  private static final byte[] RESPONSE = frame("02010000" + "005343c00401a00141");
  private static final byte[] EMPTY = frame("02000000");
  private static final List<String> MECHANISMS =
      List.of("PLAIN", "ANONYMOUS", "EXTERNAL", "SCRAM-SHA-256", "GSSAPI", "XOAUTH2", "", "\0");

  private static final List<byte[]> LOGINS =
      List.of(
          join(CORE, bytes(new Ping(60_000)), bytes(topology()), bytes(session())),
          join(CORE, bytes(session()), bytes(new ReattachSessionMessage("name", 0))),
          join(CORE, bytes(new Ping(-1)), bytes(new Ping(1))),
          join(SASL, PLAIN, BARE, OPEN, BEGIN),
          join(SASL, ANONYMOUS, BARE, OPEN),
          join(SASL, RESPONSE, PLAIN),
          join(BARE, OPEN, BEGIN, EMPTY),
          join(BARE, EMPTY, OPEN));

  private final RandomGenerator random;

  LoginMutation(RandomGenerator random) {
    this.random = random;
  }

  /** Returns the next beginning. */
  byte[] next() {
    byte[] bytes = random.nextInt(4) == 0 ? join(SASL, init(), init()) : any(LOGINS);
    for (int mutations = random.nextInt(6); mutations > 0; mutations--) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  /** Returns the first frame of a login by SASL, valid in form and with any content. */
  private byte[] init() {
    byte[] mechanism =
        random.nextInt(3) == 0
            ? noise(random.nextInt(20))
            : MECHANISMS.get(random.nextInt(MECHANISMS.size())).getBytes(US_ASCII);
    byte[] response = noise(random.nextInt(60));
    byte[] fields =
        join(
            new byte[] {2, (byte) 0xa3, (byte) mechanism.length},
            mechanism,
            new byte[] {(byte) 0xa0, (byte) response.length},
            response);
    byte[] body =
        join(new byte[] {2, 1, 0, 0, 0, 0x53, 0x41, (byte) 0xc0, (byte) fields.length}, fields);
    return ByteBuffer.allocate(Integer.BYTES + body.length)
        .putInt(Integer.BYTES + body.length)
        .put(body)
        .array();
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    byte[] before = Arrays.copyOf(bytes, at);
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    return switch (random.nextInt(7)) {
      case 0 -> join(before, noise(1 + random.nextInt(8)), rest);
      case 1 -> join(before, Arrays.copyOfRange(rest, Math.min(1, rest.length), rest.length));
      case 2 -> join(before, extreme(), rest);
      case 3 ->
          join(before, extreme(), Arrays.copyOfRange(rest, Math.min(4, rest.length), rest.length));
      case 4 -> join(before, any(LOGINS));
      case 5 -> before.length == 0 ? bytes : before;
      default -> {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
          flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        yield flipped;
      }
    };
  }

  /** Returns a number that lengths must be checked for. */
  private byte[] extreme() {
    int[] numbers = {0, 1, 7, 8, 511, 512, 513, 65_536, 65_537, Integer.MAX_VALUE, -1, -4};
    return ByteBuffer.allocate(Integer.BYTES)
        .putInt(numbers[random.nextInt(numbers.length)])
        .array();
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] any(List<byte[]> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static Packet topology() {
    return new SubscribeClusterTopologyUpdatesMessageV2(true, 136);
  }

  private static Packet session() {
    return new CreateSessionMessage(
        "name", 1, 136, "user", "wrong", 100_000, false, true, true, false, -1, null);
  }

  private static byte[] bytes(Packet packet) {
    return ByteBufUtil.getBytes(packet.encode(null).byteBuf());
  }

  private static byte[] frame(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(Integer.BYTES + bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
