import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
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
    if (secret.isEmpty() || !isRecent(headers, now)) {
      return false;
    }
    byte[] mac = hmac(secret, start(headers), body);
    String expected = "v1," + Base64.getEncoder().encodeToString(mac);
    // Two values while an old secret is valid.
    return Arrays.stream(headers.getOrDefault("webhook-signature", "").split(" "))
        .anyMatch(given -> same(expected, given));
  }

  /**
   * Verifies the asymmetric signature in webhook-signature (v1a of Standard Webhooks).
   *
   * @param keys the public keys whpk_… that are valid now, with a space between two
   */
  public static boolean asymmetric(
      Map<String, String> headers, byte[] body, String keys, Instant now) {
    return isRecent(headers, now)
        && Arrays.stream(headers.getOrDefault("webhook-signature", "").split(" "))
            .filter(given -> given.startsWith("v1a,"))
            .anyMatch(
                given ->
                    Arrays.stream(keys.split(" "))
                        .anyMatch(key -> verifies(key, start(headers), body, given.substring(4))));
  }

  private static boolean verifies(String key, String start, byte[] body, String given) {
    try {
      // The bytes before an Ed25519 key in the form that Java reads (RFC 8410).
      byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + "00".repeat(32));
      byte[] raw = Base64.getDecoder().decode(key.replaceFirst("^whpk_", ""));
      if (raw.length != 32) {
        return false;
      }
      System.arraycopy(raw, 0, encoded, encoded.length - raw.length, raw.length);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(start.getBytes(StandardCharsets.UTF_8));
      verifier.update(body);
      return verifier.verify(Base64.getDecoder().decode(given));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isRecent(Map<String, String> headers, Instant now) {
    String timestamp = headers.getOrDefault("webhook-timestamp", "");
    if (!timestamp.matches("[0-9]{1,11}")) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
  }

  private static String start(Map<String, String> headers) {
    return headers.getOrDefault("webhook-id", "")
        + "."
        + headers.getOrDefault("webhook-timestamp", "")
        + ".";
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
    String keys = System.getenv().getOrDefault("WEBHOOK_PUBLIC_KEYS", "");
    boolean valid =
        switch (arguments.length == 0 ? "standard" : arguments[0]) {
          case "itwin" -> itwin(headers, body, secret);
          case "v1a" -> asymmetric(headers, body, keys, Instant.now());
          default -> standard(headers, body, secret, Instant.now());
        };
    System.exit(valid ? 0 : 1);
  }
}
