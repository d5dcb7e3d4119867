package webhooks.domain.delivery;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The beginning of a response body as the delivery history shows it: without the signatures and
 * tokens that a receiver repeats from its request.
 *
 * <p>A signature is cut as in {@link HeaderExcerpt}: enough to compare it, but not enough to send
 * the body to the receiver again.
 */
public final class ResponseExcerpt {
  /** The maximum number of bytes that are kept. */
  public static final int MAX_SIZE = 1024;

  /** A character of base64, in which JSON may escape the slash. */
  private static final String BASE64 = "(?:[\\w+/]|\\\\/)";

  /** An HMAC-SHA256 in hexadecimal or base64, or an Ed25519 signature in base64. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?<![0-9a-fA-F])([0-9a-fA-F]{8})[0-9a-fA-F]{56}(?![0-9a-fA-F])"
              + "|(?<![\\w+/])(BASE64{8})(?:BASE64{35}=|BASE64{78}==)".replace("BASE64", BASE64));

  /** The beginning of a possible signature, at the end of a body that was cut. */
  private static final Pattern CUT_SIGNATURE =
      Pattern.compile("(?<![\\w+/])(BASE64{8})BASE64{8,78}+=?\\z".replace("BASE64", BASE64));

  private static final Pattern TOKEN = Pattern.compile("(?i)\\b(bearer\\s+)[\\w.~+/=-]{8,}+");

  private ResponseExcerpt() {}

  /** Returns the text of a body's first bytes. Bytes that are not UTF-8 become U+FFFD. */
  public static String text(byte[] excerpt) {
    String text = new String(excerpt, StandardCharsets.UTF_8);
    text = TOKEN.matcher(text).replaceAll("$1***");
    text = SIGNATURE.matcher(text).replaceAll("$1$2…");
    return excerpt.length < MAX_SIZE ? text : withoutCutSignature(text, "…");
  }

  /** Returns the text of a body that was cut, without most of a signature at its end. */
  public static String withoutCutSignature(String text) {
    return withoutCutSignature(text, "...");
  }

  private static String withoutCutSignature(String text, String mark) {
    return CUT_SIGNATURE.matcher(text).replaceAll("$1" + mark);
  }
}
