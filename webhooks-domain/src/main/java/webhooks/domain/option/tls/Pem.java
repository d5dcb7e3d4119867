package webhooks.domain.option.tls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468).
 *
 * @param label the text after {@code BEGIN}
 * @param content the decoded content
 */
record Pem(String label, byte[] content) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END \\1-----");

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /**
   * Returns the blocks in a text, in their order. Text between blocks is left out.
   *
   * @return empty if there is no block, or one is damaged
   */
  static Optional<List<Pem>> blocks(String text) {
    try {
      List<Pem> blocks =
          BLOCK
              .matcher(text)
              .results()
              .map(found -> new Pem(found.group(1), decode(found.group(2))))
              .toList();
      boolean isWhole = count(text, "-----BEGIN ") == blocks.size();
      return blocks.isEmpty() || !isWhole ? Optional.empty() : Optional.of(blocks);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Java's decoder for lines would ignore characters that are no Base64. */
  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64.replaceAll("[ \\t\\r\\n]", ""));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  /** Returns the text of the block, with a line feed at its end. */
  String text() {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }

  /** Returns a description without content. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}
