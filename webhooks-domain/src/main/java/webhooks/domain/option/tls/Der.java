package webhooks.domain.option.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/** Writes the DER (X.690) that a certificate request and a private key need. */
final class Der {
  /** The integer 0. */
  static final byte[] ZERO = {2, 1, 0};

  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  private Der() {}

  static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  static byte[] octetString(byte[] content) {
    return element(OCTET_STRING, content);
  }

  /** Returns a bit string of whole bytes. */
  static byte[] bitString(byte[] content) {
    return element(BIT_STRING, new byte[1], content);
  }

  /** Returns an element with a tag of one byte. */
  static byte[] element(int tag, byte[]... contents) {
    int size = Stream.of(contents).mapToInt(content -> content.length).sum();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (size < 0x80) {
      der.write(size);
    } else {
      int bytes = (39 - Integer.numberOfLeadingZeros(size)) / 8;
      der.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        der.write(size >> shift);
      }
    }
    Stream.of(contents).forEach(der::writeBytes);
    return der.toByteArray();
  }

  /** Returns the first element of a valid sequence. */
  static byte[] first(byte[] sequence) {
    int start = headerSize(sequence, 0);
    return Arrays.copyOfRange(
        sequence, start, start + headerSize(sequence, start) + contentSize(sequence, start));
  }

  private static int headerSize(byte[] der, int start) {
    int length = der[start + 1] & 0xff;
    return length < 0x80 ? 2 : 2 + (length & 0x7f);
  }

  private static int contentSize(byte[] der, int start) {
    int header = headerSize(der, start);
    if (header == 2) {
      return der[start + 1];
    }
    int size = 0;
    for (int i = start + 2; i < start + header; i++) {
      size = size << 8 | der[i] & 0xff;
    }
    return size;
  }
}
