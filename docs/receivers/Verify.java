import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies the signatures of a delivery. Java 17 or later, no libraries. */
public final class Verify {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private Verify() {}

  /** Verifies webhook-signature (Standard Webhooks). The names of the headers are in lower case. */
  public static boolean standard(
      Map<String, String> headers, byte[] body, String secret, Instant now) {
    String timestamp = headers.getOrDefault("webhook-timestamp", "");
    if (secret.isEmpty() || !timestamp.matches("[0-9]{1,11}")) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    String start = headers.getOrDefault("webhook-id", "") + "." + timestamp + ".";
    String expected = "v1," + Base64.getEncoder().encodeToString(hmac(secret, start, body));
    // Two values while an old secret is valid.
    return Arrays.stream(headers.getOrDefault("webhook-signature", "").split(" "))
        .anyMatch(given -> same(expected, given));
  }

  /** Verifies Signature (iTwin Platform). It does not show whether a delivery is a replay. */
  public static boolean itwin(Map<String, String> headers, byte[] body, String secret) {
    if (secret.isEmpty()) {
      return false;
    }
    String expected = "sha256=" + HexFormat.of().formatHex(hmac(secret, "", body));
    return same(expected, headers.getOrDefault("signature", ""));
  }

  private static byte[] hmac(String secret, String start, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(start.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compares in constant time. */
  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a request as CGI gives it: headers in the environment, the body as standard input. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("HTTP_")) {
                String header = name.substring(5).replace('_', '-');
                headers.put(header.toLowerCase(Locale.ROOT), value);
              }
            });
    byte[] body = System.in.readAllBytes();
    String secret = System.getenv().getOrDefault("WEBHOOK_SECRET", "");
    boolean valid =
        Arrays.asList(arguments).contains("itwin")
            ? itwin(headers, body, secret)
            : standard(headers, body, secret, Instant.now());
    System.exit(valid ? 0 : 1);
  }
}
