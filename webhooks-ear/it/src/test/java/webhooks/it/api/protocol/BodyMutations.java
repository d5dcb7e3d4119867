package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes JSON bodies invalid: values, structure, encoding, single bytes. */
final class BodyMutations {
  /** The tokens of JSON. Each is changed as a whole. */
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d[\\d.eE+-]*|true|false|null|[{}\\[\\]:,]");

  private static final Pattern VALUE = Pattern.compile("(?<=[:\\[,])" + TOKEN);
  private static final Pattern MEMBER =
      Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"):(\"(?:[^\"\\\\]|\\\\.)*\"|true|false|null|\\d+)");

  private static final List<String> VALUES =
      List.of(
              "null, true, false, 0, -0, 1, -1, 1.0, 1e400, -1E-400, 1e999999999, 1E-999999999, 0x10, 01",
              "+1, .5, 1., NaN, Infinity, undefined, 'x', \"x\", \"\", \" \", [], {}, [[]], [{}], {\"\":{}}",
              "[null], [1], [\"x\"], {\"a\":1}, \"\\u0000\", \"\\ud800\", \"\\udc00\\ud800\", \"\\u12\"",
              "\"\\x\", \"\\\", \"\u0007\", \"\u0000\", \"\ud83d\ude00\", \"\u202e\", \"\ufeff\", /**/1, //")
          .stream()
          .flatMap(line -> List.of(line.split(", ")).stream())
          .toList();

  private static final List<String> TEXTS =
      List.of(
          "https://[",
          "https://",
          "https://a b/",
          "http://x.test/",
          "https://x@y.test/",
          "javascript:1",
          "https://0x7f.1/",
          "https://[::1%25lo]/",
          "https://xn--/",
          "https://127.0.0.1:99999/",
          "\\u0000",
          "https://127.0.0.1:1/?%zz",
          "//x",
          "Account",
          "iTwin",
          "account",
          "P7D",
          "PT-1S",
          "P99999999999D",
          "PT0S",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "2026-02-30T00:00:00Z",
          "2026-01-01T00:00:00+18:00",
          "1970-01-01T00:00:00-18:00",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "00000000-0000-0000-0000-000000000000",
          "1-1-1-1-1",
          "iModels.iModelCreated.v1",
          "iTwins.iTwinDeleted.v1",
          "iTwins.iTwinCreated.v1",
          "webhooks.test.v1",
          "exhausted",
          "cancelled",
          "pending",
          "webhooks_maintainer",
          "\\ud800x");

  private static final int[] LENGTHS = {
    31, 32, 33, 127, 128, 129, 255, 256, 512, 513, 2049, 40_000
  };
  private static final int[] DEPTHS = {2, 31, 32, 33, 1000, 20_000};
  private static final Charset[] CHARSETS = {UTF_16, UTF_16LE, UTF_16BE, ISO_8859_1};
  private static final byte[][] NO_TEXT = {
    {(byte) 0xff},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xe2, (byte) 0x82},
    {0},
    {'\\'},
    {'"'}
  };

  private final Random random;

  BodyMutations(Random random) {
    this.random = random;
  }

  byte[] mutate(byte[] body) {
    String text = new String(body, UTF_8);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> replaced(text, VALUE, one(VALUES)).getBytes(UTF_8);
      case 3, 4 -> replaced(text, VALUE, '"' + one(TEXTS) + '"').getBytes(UTF_8);
      case 5 ->
          replaced(text, VALUE, '"' + one("x", "é", "\ud83d\ude00").repeat(length()) + '"')
              .getBytes(UTF_8);
      case 6 -> replaced(text, TOKEN, one(VALUES)).getBytes(UTF_8);
      case 7 -> shuffled(text).getBytes(UTF_8);
      case 8 -> member(text).getBytes(UTF_8);
      case 9 -> nested(text).getBytes(UTF_8);
      case 10 -> encoded(text);
      case 11 -> whole(text).getBytes(UTF_8);
      case 12 -> inserted(body, NO_TEXT[random.nextInt(NO_TEXT.length)]);
      default -> changeBytes(body);
    };
  }

  /** Changes, removes or doubles one to four bytes. */
  byte[] changeBytes(byte[] bytes) {
    byte[] noisy = bytes;
    for (int i = random.nextInt(4); i >= 0 && noisy.length > 0; i--) {
      int at = random.nextInt(noisy.length);
      if (random.nextBoolean()) {
        noisy = noisy.clone();
        noisy[at] = (byte) random.nextInt(256);
      } else {
        noisy = inserted(noisy, new byte[] {(byte) random.nextInt(256)});
      }
    }
    return noisy;
  }

  private byte[] inserted(byte[] body, byte[] more) {
    int at = random.nextInt(body.length + 1);
    byte[] longer = new byte[body.length + more.length];
    System.arraycopy(body, 0, longer, 0, at);
    System.arraycopy(more, 0, longer, at, more.length);
    System.arraycopy(body, at, longer, at + more.length, body.length - at);
    return longer;
  }

  private String replaced(String text, Pattern part, String by) {
    List<MatchResult> found = part.matcher(text).results().toList();
    if (found.isEmpty()) {
      return by;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    return text.substring(0, one.start()) + by + text.substring(one.end());
  }

  /** Removes, repeats or moves a token. */
  private String shuffled(String text) {
    List<String> tokens =
        TOKEN
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(ArrayList::new));
    if (tokens.isEmpty()) {
      return text;
    }
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(3)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      default -> tokens.add(random.nextInt(tokens.size()), tokens.remove(at));
    }
    return String.join("", tokens);
  }

  /** Repeats, renames or removes a member. */
  private String member(String text) {
    List<MatchResult> found = MEMBER.matcher(text).results().toList();
    if (found.isEmpty()) {
      return text;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    String changed =
        switch (random.nextInt(4)) {
          case 0 -> one.group() + ',' + one.group(1) + ':' + one(VALUES);
          case 1 -> one(VALUES) + ':' + one.group(2);
          case 2 -> '"' + one(TEXTS) + "\":" + one.group(2);
          default -> "\"x\":null";
        };
    return text.substring(0, one.start()) + changed + text.substring(one.end());
  }

  private String nested(String text) {
    int depth = DEPTHS[random.nextInt(DEPTHS.length)];
    String open = one("[", "{\"a\":");
    String close = open.equals("[") ? "]" : "}";
    String deep =
        open.repeat(depth) + one("1", "") + close.repeat(random.nextInt(5) == 0 ? 0 : depth);
    return random.nextBoolean() ? deep : replaced(text, VALUE, deep);
  }

  private byte[] encoded(String text) {
    return random.nextInt(3) == 0
        ? ("\ufeff" + text).getBytes(UTF_8)
        : text.getBytes(CHARSETS[random.nextInt(CHARSETS.length)]);
  }

  private String whole(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> " \t\r\n".repeat(random.nextInt(1 + length()));
      case 2 -> text + text;
      case 3 -> text + one(VALUES);
      case 4 -> text.substring(0, random.nextInt(text.length() + 1));
      case 5 -> " ".repeat(70_000) + text;
      case 6 -> '[' + text + ',' + text + ']';
      default -> one(VALUES);
    };
  }

  private int length() {
    return LENGTHS[random.nextInt(LENGTHS.length)];
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
