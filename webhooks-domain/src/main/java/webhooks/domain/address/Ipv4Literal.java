package webhooks.domain.address;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads IPv4 addresses in every spelling that resolvers and browsers accept, by the rules of the
 * WHATWG URL standard: one to four numbers, each decimal, octal ({@code 0177}) or hexadecimal
 * ({@code 0x7f}). The last number fills all remaining bytes.
 *
 * <p>Otherwise a forbidden address could be written in a spelling that the address policy does not
 * know.
 */
final class Ipv4Literal {
  private static final Pattern PART =
      Pattern.compile("0[xX](?<hex>[0-9a-fA-F]*)|0(?<octal>[0-7]*)|(?<decimal>[1-9][0-9]*)");

  private Ipv4Literal() {}

  /**
   * Returns whether a host with this last label is an IPv4 address or invalid, but never a name.
   */
  static boolean isNumeric(String lastLabel) {
    return lastLabel.startsWith("0x")
        || lastLabel.startsWith("0X")
        || lastLabel.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * Returns the four bytes of the address; empty if it is not valid.
   *
   * @param labels the parts between the dots, at least one
   */
  static Optional<byte[]> parse(String... labels) {
    if (labels.length > 4) {
      return Optional.empty();
    }
    byte[] address = new byte[4];
    int last = labels.length - 1;
    for (int i = 0; i < last; i++) {
      long number = number(labels[i]);
      if (number < 0 || number > 255) {
        return Optional.empty();
      }
      address[i] = (byte) number;
    }
    long lastNumber = number(labels[last]);
    if (lastNumber < 0 || lastNumber >> 8 * (4 - last) != 0) {
      return Optional.empty();
    }
    for (int i = 3; i >= last; i--) {
      address[i] = (byte) lastNumber;
      lastNumber >>= 8;
    }
    return Optional.of(address);
  }

  /** Returns the number, or -1 if the label is no number or larger than a long. */
  private static long number(String label) {
    Matcher matcher = PART.matcher(label);
    if (!matcher.matches()) {
      return -1;
    }
    try {
      if (matcher.group("decimal") != null) {
        return Long.parseLong(label);
      }
      boolean hex = matcher.group("hex") != null;
      // By the standard, a prefix without digits is zero.
      return Long.parseLong("0" + matcher.group(hex ? "hex" : "octal"), hex ? 16 : 8);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
