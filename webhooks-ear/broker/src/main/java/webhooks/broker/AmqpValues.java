package webhooks.broker;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Reads encoded AMQP values (AMQP 1.0, part 1), which come in pieces of any size, and checks the
 * names that Artemis's decoder would keep: symbols, and descriptors that are unknown to it.
 *
 * <p>The decoder reads a list, map or array by its count, and skips it by its size. If both did not
 * end at the same byte, a value could hide another one from this class. So this class refuses such
 * a value, and arrays whose elements are not simple. For one thread.
 */
final class AmqpValues {
  /** The maximum length of a symbol. */
  static final int MAX_SYMBOL_BYTES = 1024;

  /** How deep lists, maps and arrays may be nested, and how many descriptors one value may have. */
  static final int MAX_DEPTH = 16;

  private static final int DESCRIBED = 0x00;
  private static final int ULONG_0 = 0x44;
  private static final int SMALL_ULONG = 0x53;
  private static final int ULONG = 0x80;
  private static final int SYMBOL = 0x3;

  /** Descriptors below this number, as all of the protocol's, are too few to fill the memory. */
  private static final long MIN_CHECKED_DESCRIPTOR = 256;

  /** The kinds of next bytes. A number is a length, a size with a count, or a descriptor. */
  private enum NextBytes {
    CODE,
    ELEMENT_CODE,
    NUMBER,
    NAME,
    SKIPPED
  }

  private final Predicate<String> names;

  /**
   * For each list, map or array that has begun: its end, its values to come, its elements' code.
   */
  private final long[] ends = new long[MAX_DEPTH];

  private final int[] remaining = new int[MAX_DEPTH];
  private final int[] elementCodes = new int[MAX_DEPTH];
  private int depth;

  private NextBytes next = NextBytes.CODE;
  private long position;
  private int code;
  private int descriptors;
  private boolean isDescriptor;
  private long missing;
  private long number;
  private byte[] name;
  private boolean ended;

  /**
   * Creates a reader at the beginning of a value.
   *
   * @param names returns whether a name may reach the decoder
   */
  AmqpValues(Predicate<String> names) {
    this.names = names;
  }

  /**
   * Reads up to the end of the value, or all bytes. Returns whether they are acceptable. After the
   * end of a value, the next call reads a new one.
   */
  boolean read(ByteBuf input) {
    ended = false;
    while (!ended && input.isReadable()) {
      if (!readStep(input) || position > end()) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether each value that has begun has also ended. */
  boolean isComplete() {
    return depth == 0 && next == NextBytes.CODE && descriptors == 0;
  }

  private long end() {
    return depth == 0 ? Long.MAX_VALUE : ends[depth - 1];
  }

  private boolean readStep(ByteBuf input) {
    switch (next) {
      case CODE, ELEMENT_CODE -> {
        position++;
        int read = input.readUnsignedByte();
        return next == NextBytes.CODE ? begin(read) : beginElements(read);
      }
      case NUMBER -> {
        readNumber(input);
        return missing > 0 || readContent();
      }
      default -> {
        int count = (int) Math.min(missing, input.readableBytes());
        if (next == NextBytes.NAME) {
          input.readBytes(name, (int) (name.length - missing), count);
        } else {
          input.skipBytes(count);
        }
        position += count;
        missing -= count;
        return missing > 0 || endContent();
      }
    }
  }

  private void readNumber(ByteBuf input) {
    if (missing >= Integer.BYTES && input.readableBytes() >= Integer.BYTES) {
      number = number << Integer.SIZE | input.readUnsignedInt();
      position += Integer.BYTES;
      missing -= Integer.BYTES;
    } else {
      number = number << Byte.SIZE | input.readUnsignedByte();
      position++;
      missing--;
    }
  }

  private boolean begin(int read) {
    code = read;
    if (isDescriptor && !mayDescribe(code)) {
      return false;
    }
    if (code == DESCRIBED) {
      isDescriptor = true;
      return ++descriptors <= MAX_DEPTH;
    }
    if (isDescriptor && (code == SMALL_ULONG || code == ULONG)) {
      return readNumber(code == ULONG ? Long.BYTES : Byte.BYTES);
    }
    return switch (code) {
      case 0xc0, 0xc1, 0xe0 -> readNumber(2 * Byte.BYTES);
      case 0xd0, 0xd1, 0xf0 -> readNumber(2 * Integer.BYTES);
      default -> beginSimple();
    };
  }

  private static boolean mayDescribe(int code) {
    return code == ULONG_0 || code == SMALL_ULONG || code == ULONG || isSymbol(code);
  }

  private static boolean isSymbol(int code) {
    return (code & 0xf) == SYMBOL && isVariable(code);
  }

  private static boolean isVariable(int code) {
    return code >> 4 == 0xa || code >> 4 == 0xb;
  }

  /** Begins a value that contains no other values. */
  private boolean beginSimple() {
    if (isVariable(code)) {
      return readNumber(code >> 4 == 0xa ? Byte.BYTES : Integer.BYTES);
    }
    int width = width(code);
    return width >= 0 && skip(width);
  }

  /** Returns how many bytes follow a code, by its upper four bits; -1 if that is not fixed. */
  static int width(int code) {
    return switch (code >> 4) {
      case 0x4 -> 0;
      case 0x5 -> 1;
      case 0x6 -> 2;
      case 0x7 -> 4;
      case 0x8 -> 8;
      case 0x9 -> 16;
      default -> -1;
    };
  }

  private boolean readNumber(int bytes) {
    next = NextBytes.NUMBER;
    number = 0;
    missing = bytes;
    return true;
  }

  private boolean skip(long bytes) {
    next = NextBytes.SKIPPED;
    missing = bytes;
    return bytes <= end() - position && (bytes > 0 || endContent());
  }

  /** Uses the number that was read: checks a descriptor, or begins content of this size. */
  private boolean readContent() {
    if (code == SMALL_ULONG || code == ULONG) {
      return Long.compareUnsigned(number, MIN_CHECKED_DESCRIPTOR) < 0
          ? endValue()
          : names.test("descriptor " + Long.toUnsignedString(number)) && endValue();
    }
    if (!isVariable(code)) {
      return beginCompound();
    }
    if (!isSymbol(code)) {
      return skip(number);
    }
    if (number > MAX_SYMBOL_BYTES || number > end() - position) {
      return false;
    }
    next = NextBytes.NAME;
    missing = number;
    name = new byte[(int) number];
    return missing > 0 || endContent();
  }

  private boolean beginCompound() {
    boolean isShort = code == 0xc0 || code == 0xc1 || code == 0xe0;
    int bits = isShort ? Byte.SIZE : Integer.SIZE;
    long size = number >>> bits;
    long count = number & (1L << bits) - 1;
    long end = position - bits / Byte.SIZE + size;
    boolean isMap = code == 0xc1 || code == 0xd1;
    if (depth == MAX_DEPTH || end < position || end > end() || isMap && count % 2 != 0) {
      return false;
    }
    boolean isArray = code == 0xe0 || code == 0xf0;
    // Each value has at least one byte, except for elements of arrays: their code comes only once.
    if (!isArray && count > end - position || count > Integer.MAX_VALUE) {
      return false;
    }
    ends[depth] = end;
    remaining[depth] = (int) count;
    elementCodes[depth] = 0;
    depth++;
    // The descriptors so far belong to this value. The values in it have their own.
    descriptors = 0;
    next = isArray ? NextBytes.ELEMENT_CODE : NextBytes.CODE;
    return isArray || count > 0 || endCompounds();
  }

  private boolean beginElements(int element) {
    int top = depth - 1;
    if (isVariable(element)) {
      elementCodes[top] = element;
      return remaining[top] > 0 ? nextElement() : endCompounds();
    }
    int width = width(element);
    if (width < 0 || (long) width * remaining[top] != ends[top] - position) {
      return false;
    }
    // All elements are skipped together, as if they were one.
    remaining[top] = Math.min(remaining[top], 1);
    return skip(ends[top] - position);
  }

  private boolean nextElement() {
    code = elementCodes[depth - 1];
    return beginSimple();
  }

  private boolean endContent() {
    boolean accepted =
        next != NextBytes.NAME || names.test(new String(name, StandardCharsets.ISO_8859_1));
    name = null;
    return accepted && endValue();
  }

  /** Ends a value, or only its descriptor. */
  private boolean endValue() {
    next = NextBytes.CODE;
    if (isDescriptor) {
      isDescriptor = false;
      return true;
    }
    descriptors = 0;
    if (depth > 0) {
      remaining[depth - 1]--;
    }
    return endCompounds();
  }

  /** Ends the lists, maps and arrays without further values. Each is a value of the outer one. */
  private boolean endCompounds() {
    next = NextBytes.CODE;
    while (depth > 0 && remaining[depth - 1] <= 0) {
      depth--;
      if (position != ends[depth]) {
        return false;
      }
      if (depth > 0) {
        remaining[depth - 1]--;
      }
    }
    ended = depth == 0;
    return depth == 0 || elementCodes[depth - 1] == 0 || nextElement();
  }
}
