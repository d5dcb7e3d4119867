package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpFramesTest {
  private static final int PART = 100_000;
  private static final String HEADER = "414d515000010000";

  /** The frame without its size: the performative open, with the container's id. */
  private static final String OPEN = "02000000" + "005310c00401a10178";

  private static final String BEGIN = "02000000" + "005311c00a0440437002000000" + "52ff";

  /** The fields of a transfer: handle 0, delivery 0, a tag, format 0, unsettled, more. */
  private static final String MORE = "02000000" + "005314c00906" + "4343a001004342" + "41";

  private static final String LAST = "02000000" + "005314c00906" + "4343a001004342" + "42";

  /** The beginning of a section of data, before its length. */
  private static final String DATA = "005375b0";

  private final AmqpFrames frames = new AmqpFrames(name -> true);

  /** Returns a frame with its size, and a payload of so many bytes, a section with zeros. */
  private static ByteBuf frame(String hex, int payload) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuf frame =
        Unpooled.buffer().writeInt(Integer.BYTES + bytes.length + payload).writeBytes(bytes);
    return payload == 0
        ? frame
        : frame
            .writeBytes(HexFormat.of().parseHex(DATA))
            .writeInt(payload - DATA.length() / 2 - Integer.BYTES)
            .writeZero(payload - DATA.length() / 2 - Integer.BYTES);
  }

  private static ByteBuf header() {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(HEADER));
  }

  /** Adds parts until one is refused, and returns how many were accepted. */
  private int partsUntilRefused(String hex) {
    int parts = 0;
    while (parts < 1000 && frames.add(frame(hex, PART))) {
      parts++;
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MORE,
        // The descriptor as a long, the list with long sizes, and the boolean with a value.
        "02000000" + "00800000000000000014d00000000d00000006" + "4343a001004342" + "5601",
        // The descriptor as a symbol.
        "02000000"
            + "00a312616d71703a7472616e736665723a6c697374"
            + "c00906"
            + "4343a001004342"
            + "41",
        // With a state and without an abort.
        "02000000" + "005314c0100a" + "4343a001004342" + "41" + "40" + "00532445" + "42" + "42"
      })
  void refusesDeliveryWithoutEnd(String part) {
    frames.add(header());
    frames.add(frame(OPEN, 0));

    assertThat(partsUntilRefused(part)).isBetween(160, AmqpDeliveries.MAX_BYTES / PART);
  }

  @Test
  void findsFramesInPiecesOfAnySize() {
    ByteBuf all = Unpooled.wrappedBuffer(header(), frame(OPEN, 0), frame("02010000", 0), header());
    for (int i = 0; i < 160; i++) {
      all = Unpooled.wrappedBuffer(all, frame(MORE, PART));
    }
    byte[] bytes = ByteBufUtil.getBytes(all);

    for (int size : new int[] {1, 7, 9, 511, 4096}) {
      AmqpFrames pieces = new AmqpFrames(name -> true);
      for (int start = 0; start < bytes.length; start += size) {
        ByteBuf piece = Unpooled.wrappedBuffer(bytes, start, Math.min(size, bytes.length - start));
        assertThat(pieces.add(piece)).isTrue();
        assertThat(piece.readerIndex()).isZero();
      }
      for (int i = 0; i < 7; i++) {
        pieces.add(frame(MORE, PART));
      }
      assertThat(pieces.add(frame(MORE, PART))).as("pieces of %d", size).isFalse();
    }
  }

  @Test
  void letsFinishedDeliveriesPass() {
    for (int i = 0; i < 1000; i++) {
      assertThat(frames.add(frame(MORE, PART))).isTrue();
      assertThat(frames.add(frame(i % 2 == 0 ? LAST : aborted(), PART))).isTrue();
    }
  }

  private static String aborted() {
    return "02000000" + "005314c00d0a" + "4343a001004342" + "41" + "40404041";
  }

  @Test
  void countsDeliveriesOfAllLinksTogether() {
    int parts = 0;
    while (parts < 1000
        && frames.add(
            frame(MORE.replace("09064343", "0a0652%02x43".formatted(parts % 100)), PART))) {
      parts++;
    }

    assertThat(parts).isBetween(160, AmqpDeliveries.MAX_BYTES / PART);
  }

  @Test
  void boundsTheNumberOfLinks() {
    int links = 0;
    while (links < 2000
        && frames.add(frame(MORE.replace("09064343", "0d0670%08x43".formatted(links)), 10))) {
      links++;
    }

    assertThat(links).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A header that is too short or longer than the frame.
        "01000000005314c00906",
        "ff000000005314c00906",
        // A tag that hides the field behind the beginning of the frame.
        "02000000" + "005314d0000fffff00000006" + "4343b000001000",
        // No list, no integer, no boolean, an unknown type.
        "02000000" + "005314a10178",
        "02000000" + "005314c0030141" + "41",
        "02000000" + "005314c00906" + "4343a001004342" + "43",
        "02000000" + "005314c0090643" + "30"
      })
  void refusesInvalidFrames(String frame) {
    assertThat(frames.add(frame(frame, PART))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, -1})
  void refusesInvalidSizes(int size) {
    assertThat(frames.add(Unpooled.buffer().writeInt(size).writeInt(0))).isFalse();
  }

  /** The broker writes the parts of the message to its disk as they come. */
  @Test
  void closesTheConnectionOfADeliveryWithoutEnd(@TempDir Path directory) throws Exception {
    int port = PacketGuardTest.freePort();
    OpenBroker broker =
        OpenBroker.startedAt(
            "tcp://127.0.0.1:" + port + "?protocols=AMQP", directory, new PacketGuard());
    try (Socket producer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      producer.setSoTimeout(30_000);
      OutputStream out = producer.getOutputStream();
      InputStream in = producer.getInputStream();
      attach(out, in);
      long sent = sendWithoutEnd(out);

      assertThat(sent).isLessThan(100L * 1024 * 1024);
      assertThat(sizeOf(directory)).isLessThan(AmqpDeliveries.MAX_BYTES + 2L * PART);
    } finally {
      broker.stop();
    }
  }

  private static void attach(OutputStream out, InputStream in) throws IOException {
    out.write(HexFormat.of().parseHex(HEADER));
    out.write(ByteBufUtil.getBytes(frame(OPEN, 0)));
    out.write(ByteBufUtil.getBytes(frame(BEGIN, 0)));
    String queue =
        HexFormat.of().formatHex(QueueNames.EVENTS.toString().getBytes(StandardCharsets.US_ASCII));
    String target =
        "005329c0%02x01a1%02x%s".formatted(queue.length() / 2 + 3, queue.length() / 2, queue);
    String fields = "a101784342404000532845" + target;
    out.write(
        ByteBufUtil.getBytes(
            frame("02000000005312c0%02x07".formatted(fields.length() / 2 + 1) + fields, 0)));
    out.flush();
    // The broker's flow, which gives the link credit.
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().contains("005313")) {
      byte[] read = new byte[4096];
      int count = in.read(read);
      assertThat(count).as("bytes after %s", answer).isPositive();
      answer.append(HexFormat.of().formatHex(read, 0, count));
    }
  }

  /** Sends parts until the broker closes the connection, and returns how many bytes were sent. */
  private static long sendWithoutEnd(OutputStream out) {
    byte[] part = ByteBufUtil.getBytes(frame(MORE, PART));
    long sent = 0;
    try {
      // The broker would accept far more.
      while (sent < 200L * 1024 * 1024) {
        out.write(part);
        sent += part.length;
      }
    } catch (IOException e) {
      return sent;
    }
    return sent;
  }

  private static long sizeOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
