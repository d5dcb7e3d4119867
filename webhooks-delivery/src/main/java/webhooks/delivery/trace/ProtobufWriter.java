package webhooks.delivery.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes one message in the binary encoding of Protocol Buffers, as far as spans need it. */
final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Writes a whole number of type int32, int64, uint32, uint64 or of an enum. */
  void number(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  void fixed64(int field, long value) {
    tag(field, FIXED_64);
    littleEndian(value, Long.BYTES);
  }

  void fixed32(int field, int value) {
    tag(field, FIXED_32);
    littleEndian(value, Integer.BYTES);
  }

  void text(int field, String value) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
  }

  /** Writes a message inside this one. */
  void message(int field, Consumer<ProtobufWriter> content) {
    ProtobufWriter inner = new ProtobufWriter();
    content.accept(inner);
    bytes(field, inner.toByteArray());
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private void littleEndian(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> 8 * i));
    }
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
