package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.AmqpHex.NULL;
import static webhooks.broker.AmqpHex.binary;
import static webhooks.broker.AmqpHex.buffer;
import static webhooks.broker.AmqpHex.described;
import static webhooks.broker.AmqpHex.frame;
import static webhooks.broker.AmqpHex.list;
import static webhooks.broker.AmqpHex.map;
import static webhooks.broker.AmqpHex.shortList;
import static webhooks.broker.AmqpHex.string;
import static webhooks.broker.AmqpHex.symbol;
import static webhooks.broker.AmqpHex.transfer;
import static webhooks.broker.AmqpHex.uint;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that no name gets past the frames of a connection, whatever else is in them. */
class AmqpFrameNamesTest {
  private static final int MESSAGE_ANNOTATIONS = 0x72;
  private static final int DATA = 0x75;

  private final List<String> names = new ArrayList<>();
  private final AmqpFrames frames = new AmqpFrames(names::add);

  static List<String> framesWithName() {
    String name = symbol("name");
    String properties = map(name, string("value"));
    return List.of(
        // The connection, a session, a link.
        frame(0, described(0x10, list(string("a"), NULL, NULL, NULL, NULL, NULL, NULL, name))),
        frame(0, described(0x11, list(NULL, uint(0), uint(1), uint(1), NULL, NULL, NULL, name))),
        frame(0, described(0x12, list(string("a"), uint(0), "42", NULL, NULL, target(name)))),
        // A flow, a disposition, an end, a close, with what they may say besides.
        frame(0, described(0x13, list("43", "43", "43", "43", NULL, NULL, NULL, properties))),
        frame(0, described(0x15, list("42", uint(0), NULL, "41", described(0x25, list(name))))),
        frame(0, described(0x17, list(described(0x1d, list(name))))),
        frame(0, described(0x18, list(described(0x1d, list(name))))),
        // A performative by its symbol, by none, and a frame of SASL.
        frame(0, "00" + name + shortList()),
        frame(0, name),
        frame(0, described(0x41, list(name))).replaceFirst("0200", "0201"),
        // The sections of a message.
        transfer(0, uint(0), false, described(0x71, properties)),
        transfer(0, uint(0), false, described(MESSAGE_ANNOTATIONS, properties)),
        transfer(0, uint(0), false, described(0x73, list(NULL, name))),
        transfer(0, uint(0), false, described(0x74, map(string("a"), name))),
        transfer(0, uint(0), false, described(DATA, binary("00")) + described(0x78, properties)),
        transfer(0, uint(0), false, described(0x76, list("41", name))),
        transfer(0, uint(0), false, described(0x77, list(list(name)))));
  }

  private static String target(String capability) {
    return described(0x29, list(string("queue"), NULL, NULL, NULL, NULL, NULL, capability));
  }

  @ParameterizedTest
  @MethodSource("framesWithName")
  void findsNames(String frame) {
    assertThat(frames.add(buffer(frame))).isTrue();

    assertThat(names).containsExactly("name");
  }

  @ParameterizedTest
  @MethodSource("framesWithName")
  void refusesNewNames(String frame) {
    assertThat(new AmqpFrames(name -> false).add(buffer(frame))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("framesWithName")
  void findsNamesInPieces(String frame) {
    for (int i = 0; i < frame.length(); i += 2) {
      assertThat(frames.add(buffer(frame.substring(i, i + 2)))).isTrue();
    }

    assertThat(names).containsExactly("name");
  }

  @Test
  void findsNamesInDeliveriesOfTwoLinks() {
    String one =
        described(MESSAGE_ANNOTATIONS, map(symbol("one"), "41", symbol("two"), "41"))
            + described(DATA, binary("a301".repeat(300)))
            + described(0x78, map(symbol("three"), "41"));
    String other = one.replace(symbol("one").substring(4), symbol("uno").substring(4));
    for (int part = 0; part < one.length() / 2; part++) {
      String id = part == 0 || part % 3 == 0 ? uint(0) : NULL;
      boolean more = 2 * part + 2 < one.length();
      String bytes = one.substring(2 * part, 2 * part + 2);
      assertThat(frames.add(buffer(transfer(0, id, more, bytes)))).isTrue();
      bytes = other.substring(2 * part, 2 * part + 2);
      id = id.equals(NULL) ? NULL : uint(1);
      assertThat(frames.add(buffer(transfer(1, id, more, bytes)))).isTrue();
    }

    assertThat(names).containsExactly("one", "uno", "two", "two", "three", "three");
  }

  @Test
  void refusesDeliveryThatEndsWithinAValue() {
    String cut = described(DATA, "b00000000800");

    assertThat(frames.add(buffer(transfer(0, uint(0), false, cut)))).isFalse();
  }

  static List<String> framesThatBreakADelivery() {
    return List.of(
        // Another delivery of the link, while its last one has not ended.
        transfer(0, uint(1), true, ""),
        // A delivery of another link that has no number.
        transfer(1, NULL, true, ""),
        // The link begins again or ends, also one whose number is behind a long name or missing.
        frame(0, described(0x12, list(string("a"), uint(0), "42"))),
        frame(0, described(0x12, list(binary("00".repeat(600)), uint(1), "42"))),
        frame(0, described(0x12, list(string("a")))),
        frame(0, described(0x16, list(uint(0), "41"))),
        frame(0, "00" + symbol("amqp:detach:list") + list(uint(0), "41")),
        frame(0, described(0x16, shortList())),
        // The session ends or begins again.
        frame(0, described(0x17, shortList())),
        frame(0, described(0x11, list(NULL, uint(0), uint(1), uint(1)))));
  }

  /** Artemis could take a part of the message for another one than this check does. */
  @ParameterizedTest
  @MethodSource("framesThatBreakADelivery")
  void refusesFramesThatBreakADelivery(String frame) {
    String begun = transfer(0, uint(0), true, described(DATA, "b0000000ff"));
    assertThat(frames.add(buffer(begun))).isTrue();

    assertThat(frames.add(buffer(frame))).isFalse();
  }

  /** Two channels of one session would have parts of the same delivery. */
  @Test
  void refusesSessionsOfTheBroker() {
    String begin = described(0x11, list("600000", "43", uint(1), uint(1)));

    assertThat(frames.add(buffer(frame(1, begin)))).isFalse();
  }

  @Test
  void letsOtherLinksBeginAndEndWithinADelivery() {
    String begun = transfer(0, uint(0), true, described(DATA, "b000000001"));
    String attach = described(0x12, list(string("other"), uint(1), "42"));

    assertThat(frames.add(buffer(begun + frame(0, attach)))).isTrue();
    assertThat(frames.add(buffer(frame(0, described(0x16, list(uint(1), "41")))))).isTrue();
    assertThat(frames.add(buffer(frame(1, described(0x17, shortList()))))).isTrue();
    assertThat(frames.add(buffer(transfer(0, NULL, false, "00")))).isTrue();
    assertThat(frames.add(buffer(frame(0, described(0x16, list(uint(0), "41")))))).isTrue();
    assertThat(frames.add(buffer(frame(0, described(0x17, shortList()))))).isTrue();
  }

  @Test
  void linkGoesOnAfterAbortedDelivery() {
    String begun = transfer(0, uint(0), true, described(DATA, "b0000000ff"));
    String aborted =
        frame(
            0,
            described(0x14, list(uint(0), NULL, NULL, NULL, NULL, "41", NULL, NULL, NULL, "41")));
    String next = transfer(0, uint(1), false, described(0x77, symbol("name")));

    assertThat(frames.add(buffer(begun + aborted + next))).isTrue();

    assertThat(names).containsExactly("name");
  }

  static List<String> framesOfAnotherSizeThanTheirValue() {
    return List.of(
        frame(0, described(0x17, shortList()) + "40"),
        frame(0, described(0x17, "c00301a1")),
        frame(0, "0053"));
  }

  @ParameterizedTest
  @MethodSource("framesOfAnotherSizeThanTheirValue")
  void refusesFramesOfAnotherSizeThanTheirValue(String frame) {
    assertThat(frames.add(buffer(frame))).isFalse();
  }
}
