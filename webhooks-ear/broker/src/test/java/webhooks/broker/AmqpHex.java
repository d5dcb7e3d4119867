package webhooks.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Encodes AMQP values and frames as texts of hexadecimal digits. */
public final class AmqpHex {
  public static final String NULL = "40";
  public static final String TRUE = "41";
  public static final String FALSE = "42";

  private AmqpHex() {}

  /** Returns a symbol with a length of one byte. */
  public static String symbol(String name) {
    return "a3" + withLength(name);
  }

  /** Returns a symbol with a length of four bytes. */
  public static String longSymbol(String name) {
    return "b3%08x".formatted(name.length()) + bytes(name);
  }

  public static String string(String text) {
    return "a1" + withLength(text);
  }

  /** Returns the bytes as binary data. */
  public static String binary(String bytes) {
    return "b0%08x".formatted(bytes.length() / 2) + bytes;
  }

  /** Returns the length and the text, as an element of an array has them. */
  static String withLength(String text) {
    return "%02x".formatted(text.length()) + bytes(text);
  }

  private static String bytes(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static String uint(long number) {
    return "70%08x".formatted(number);
  }

  public static String list(String... values) {
    return compound("d0", values.length, String.join("", values));
  }

  static String shortList(String... values) {
    return shortCompound("c0", values.length, String.join("", values));
  }

  public static String map(String... keysAndValues) {
    return compound("d1", keysAndValues.length, String.join("", keysAndValues));
  }

  static String shortMap(String... keysAndValues) {
    return shortCompound("c1", keysAndValues.length, String.join("", keysAndValues));
  }

  /** Returns an array of elements without their code. */
  static String array(String code, String... elements) {
    return compound("f0", elements.length, code + String.join("", elements));
  }

  static String shortArray(String code, String... elements) {
    return shortCompound("e0", elements.length, code + String.join("", elements));
  }

  static String compound(String code, int count, String content) {
    return code + "%08x%08x".formatted(Integer.BYTES + content.length() / 2, count) + content;
  }

  static String shortCompound(String code, int count, String content) {
    return code + "%02x%02x".formatted(1 + content.length() / 2, count) + content;
  }

  public static String described(int descriptor, String value) {
    return "0053%02x".formatted(descriptor) + value;
  }

  /** Returns a frame with its size. */
  public static String frame(int channel, String body) {
    return "%08x0200%04x".formatted(2 * Integer.BYTES + body.length() / 2, channel) + body;
  }

  public static String transfer(int handle, String id, boolean more, String payload) {
    String tag = "a00101";
    return frame(
        0, described(0x14, list(uint(handle), id, tag, "43", TRUE, more ? TRUE : FALSE)) + payload);
  }

  /** Returns a name that no other call returns. */
  public static String randomName(Random random, int length) {
    StringBuilder name = new StringBuilder();
    while (name.length() < length) {
      name.append("%016x".formatted(random.nextLong()));
    }
    return name.substring(0, length);
  }

  public static byte[] bytesOf(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static ByteBuf buffer(String hex) {
    return Unpooled.wrappedBuffer(bytesOf(hex));
  }
}
